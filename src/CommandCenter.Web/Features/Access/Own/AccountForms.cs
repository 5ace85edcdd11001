using System.Security.Claims;
using CommandCenter.Domain.Access;
using Microsoft.AspNetCore.Components;

namespace CommandCenter.Web.Features.Access.Own;

/// <summary>The forms of the own page: each is a post of its own, so that the page needs no circuit and works while an account
/// may do nothing else yet.</summary>
public abstract class AccountForms : ComponentBase
{
    [Inject] public OwnDesk Desk { get; set; } = default!;
    [Inject] private NavigationManager Navigation { get; set; } = default!;
    [CascadingParameter] private HttpContext Context { get; set; } = default!;
    [SupplyParameterFromForm(FormName = "password")] private PasswordForm? Password { get; set; }
    [SupplyParameterFromForm(FormName = "begin", Name = "Factor")] private FactorForm? Begin { get; set; }
    [SupplyParameterFromForm(FormName = "confirm", Name = "Factor")] private FactorForm? Confirm { get; set; }
    [SupplyParameterFromForm(FormName = "factor", Name = "Factor")] private FactorForm? Factor { get; set; }
    [SupplyParameterFromForm(FormName = "sessions", Name = "Sessions")] private SessionsForm? Sessions { get; set; }
    [SupplyParameterFromQuery] private string? Done { get; set; }

    protected OwnAccount? Own { get; private set; }
    protected string? PasswordFault { get; private set; }
    protected string? SecondFactorFault { get; private set; }
    protected IReadOnlyList<string>? RecoveryCodes { get; private set; }

    protected ClaimsPrincipal Caller => Context.User;

    protected string? Notice => Caller.FindFirstValue(AccountClaims.Pending) switch
    {
        AccountClaims.PendingPassword => "首次登录或密码到期：请先更改密码，之后才能打开其他页面。",
        AccountClaims.PendingSecondFactor => "您的角色须使用动态口令：请先启用，之后才能打开其他页面。",
        _ => Done switch
        {
            "password" => "密码已更改，其他设备上的登录已结束。",
            "removed" => "动态口令已停用。",
            "ended" => "已结束所选登录。",
            _ => null,
        },
    };

    protected override async Task OnInitializedAsync() => await ReadAsync();

    protected async Task ChangePasswordAsync()
    {
        var change = await Desk.ChangePasswordAsync(Context, Password?.Current ?? "", Password?.Wanted ?? "", Password?.Again ?? "");
        if (change.Fault is null) Leave("password");
        else PasswordFault = change.Fault;
    }

    protected Task BeginAsync() => ShowAsync(Desk.BeginSecondFactorAsync(Context, Begin?.Password ?? ""));

    protected Task ConfirmAsync() => ShowAsync(Desk.ConfirmSecondFactorAsync(Context, Confirm?.Code ?? ""));

    protected async Task UseCodeAsync()
    {
        if (Factor?.Act != "remove")
        {
            await ShowAsync(Desk.RenewRecoveryCodesAsync(Context, Factor?.Code ?? ""));
            return;
        }
        var change = await Desk.RemoveSecondFactorAsync(Context, Factor.Code ?? "");
        if (change.Fault is null) Leave("removed");
        else SecondFactorFault = change.Fault;
    }

    protected async Task EndSessionsAsync()
    {
        await Desk.EndSessionsAsync(Caller, string.IsNullOrEmpty(Sessions?.Id) ? null : Sessions.Id, Context.RequestAborted);
        Leave("ended");
    }

    private async Task ShowAsync(Task<OwnChange> changing)
    {
        var change = await changing;
        (SecondFactorFault, RecoveryCodes) = (change.Fault, change.RecoveryCodes);
        await ReadAsync();
    }

    private async Task ReadAsync() => Own = await Desk.ReadAsync(Caller, Context.RequestAborted);

    private void Leave(string done) => Navigation.NavigateTo($"/account?done={done}");

    private sealed record PasswordForm(string? Current, string? Wanted, string? Again);

    private sealed record FactorForm(string? Password = null, string? Code = null, string? Act = null);

    private sealed record SessionsForm(string? Id = null);
}

using System.Security.Claims;
using CommandCenter.Domain.Access;
using CommandCenter.Store.Records;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.WebUtilities;

namespace CommandCenter.Web.Features.Access.Accounts;

/// <summary>The list of accounts, the chosen one beside it. What is looked for stands in the address.</summary>
public sealed partial class AccountsPage : ComponentBase
{
    private const int Page = 50;

    private ClaimsPrincipal _caller = new();
    private AccountSheet? _sheet;
    private AccountRow? _chosen;
    private IReadOnlyList<SessionRecord> _sessions = [];
    private AccountMade? _secret;
    private string? _refusal;
    private Work _work;
    private string? _shown;

    private enum Work
    {
        None,
        Create,
        Edit,
        Import,
    }

    [Inject] private AccountsDesk Desk { get; set; } = default!;
    [Inject] private NavigationManager Navigation { get; set; } = default!;
    [CascadingParameter] private Task<AuthenticationState> Authentication { get; set; } = default!;
    [SupplyParameterFromQuery] private string? Q { get; set; }
    [SupplyParameterFromQuery] private string? State { get; set; }
    [SupplyParameterFromQuery] private int Skip { get; set; }

    private IReadOnlyList<SegmentedOption<string>> Choices =>
        [.. AccountStates.All.Where(one => one.Key != "pending" || Desk.Separated).Select(one => new SegmentedOption<string>(one.Key, one.Text, Href(Q, one.Key, 0)))];

    protected override async Task OnParametersSetAsync()
    {
        _caller = (await Authentication).User;
        if (_shown == Href(Q, State, Skip)) return;
        _shown = Href(Q, State, Skip);
        await ReloadAsync();
    }

    private async Task ReloadAsync()
    {
        var found = await Desk.ListAsync(_caller, new(Q, State, Skip, Page), CancellationToken.None);
        (_sheet, _refusal) = (found.Value, found.Refusal?.Detail);
        if (_chosen is { } chosen) _chosen = _sheet?.Accounts.FirstOrDefault(account => account.Id == chosen.Id);
    }

    private async Task ChooseAsync(AccountRow account)
    {
        (_chosen, _refusal) = (account, null);
        _sessions = (await Desk.AskAsync(roster => roster.SessionsAsync(_caller, account.Id, CancellationToken.None))).Value ?? [];
    }

    /// <summary>Does something to the chosen account and shows what became of it.</summary>
    private async Task ActAsync(Func<AccountRoster, Task<(AccountMade? Secret, Refusal? Refusal)>> act)
    {
        var (secret, refusal) = await Desk.AskAsync(act);
        (_secret, var fault) = (secret ?? _secret, refusal?.Detail);
        await ReloadAsync();
        if (_chosen is { } chosen) await ChooseAsync(chosen);
        _refusal = fault;
    }

    private async Task MadeAsync(AccountMade? made)
    {
        (_work, _secret) = (Work.None, made ?? _secret);
        await ReloadAsync();
        if (_chosen is { } chosen) await ChooseAsync(chosen);
    }

    private void Open(Work work) => (_work, _refusal) = (work, null);

    private void Close() => _work = Work.None;

    private void Show(string? text, string? state, int skip) => Navigation.NavigateTo(Href(text, state, skip));

    private static string Href(string? text, string? state, int skip)
    {
        var query = new Dictionary<string, string?>();
        if (!string.IsNullOrWhiteSpace(text)) query["q"] = text.Trim();
        if (!string.IsNullOrEmpty(state)) query["state"] = state;
        if (skip > 0) query["skip"] = $"{skip}";
        return QueryHelpers.AddQueryString("/accounts", query);
    }
}

using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Options;

namespace CommandCenter.Web.Features.Alarms;

/// <summary>告警处置: what is open now, and what is done about it.</summary>
public sealed partial class AlarmsPage : ComponentBase
{
    private AlarmCounts _counts = null!;
    private RegionCode _region;
    private bool _handles;
    private string _scope = "";
    private string _role = "";
    private long _asOf;

    [Inject] private AlarmsDesk Desk { get; set; } = null!;

    [Inject] private IOptions<AlarmOptions> Options { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    [CascadingParameter] private Task<AuthenticationState> Authentication { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        var user = (await Authentication).User;
        _region = user.RegionScope().Root;
        (_handles, _scope, _role) = (AlarmsDesk.MayHandle(user), _region.ToString(), RoleNames.Of(user.Role() ?? ""));
        (_counts, _asOf) = (Desk.Now(user.RegionScope()).Counts, Clock.GetUtcNow().ToUnixTimeMilliseconds());
    }

    private IEnumerable<(string Tone, string Word, int Count)> Colors() =>
        [("red", "红", _counts.Red), ("orange", "橙", _counts.Orange), ("yellow", "黄", _counts.Yellow), ("blue", "蓝", _counts.Blue)];
}

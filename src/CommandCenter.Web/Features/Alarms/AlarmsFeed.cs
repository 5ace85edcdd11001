using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Status;
using CommandCenter.Web.Live;

namespace CommandCenter.Web.Features.Alarms;

/// <summary>The live panel of alarms: what is open in a region, told when it moves.</summary>
internal sealed class AlarmsFeed : ILivePanel
{
    public const int MostShown = 8;
    private readonly AlarmsDesk _desk;

    public AlarmsFeed(AlarmsDesk desk, AlarmBoard board)
    {
        _desk = desk;
        board.Changed += () => Knocked?.Invoke(default);
    }

    public event Action<RegionCode>? Knocked;

    public string Name => "alarms";

    public static string Key(RegionCode region) => new LiveKey("alarms", region).ToString();

    public ValueTask<object> ReadAsync(RegionScope scope, CancellationToken cancel) => ValueTask.FromResult<object>(PictureOf(scope));

    public AlarmsPicture PictureOf(RegionScope scope)
    {
        var (counts, open) = _desk.Now(scope);
        return new(
            counts.Holding, counts.Red, counts.Orange, counts.Yellow, counts.Blue, counts.Over, counts.Unacknowledged, counts.Escalated, counts.Shelved,
            [.. open.Where(alarm => alarm.ShelvedUntil is null && alarm.Color > WarningColor.None).Take(MostShown).Select(_desk.View)],
            open.Any(alarm => alarm.IsIllustrative));
    }
}

/// <summary>What the live panel <c>alarms</c> sends.</summary>
/// <param name="Holding">Open alarms whose condition holds, without shelved ones.</param>
/// <param name="Over">Open alarms whose condition holds no more; nobody acknowledged them.</param>
/// <param name="Worst">The worst of those that hold, at most <see cref="AlarmsFeed.MostShown"/>.</param>
/// <param name="Illustrative">Some are of devices made for demonstration.</param>
internal sealed record AlarmsPicture(
    int Holding, int Red, int Orange, int Yellow, int Blue, int Over, int Unacknowledged, int Escalated, int Shelved, IReadOnlyList<AlarmView> Worst,
    bool Illustrative);

using System.Globalization;
using CommandCenter.Store.Audit;

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>
/// Writes refusals into the audit trail without letting a flood fill the disk: of refusals that are alike (same caller, route
/// and answer) the first of a minute is an entry at once, the others are counted and become one entry when the minute is over.
/// A kill loses at most that minute's counts, never a first.
/// </summary>
internal sealed class DenialLedger(AuditTrail trail, TimeProvider clock, ILogger<DenialLedger> log) : BackgroundService
{
    /// <summary>Different refusals told apart in a minute; all beyond are counted together.</summary>
    internal const int MostKinds = 1_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly AuditEvent Others = new()
    {
        Action = AuditActions.Denied, Actor = AuditActor.Program, Target = "…", Outcome = AuditOutcome.Denied,
    };

    private readonly Dictionary<string, (AuditEvent What, long More)> _kinds = [];

    /// <param name="route">What makes refusals alike, besides caller and action.</param>
    public async Task RecordAsync(AuditEvent what, string route)
    {
        var kind = string.Join('\n', what.Action, what.Actor.Id is { Length: > 0 } id ? id : what.Address, route);
        lock (_kinds)
        {
            if (!_kinds.ContainsKey(kind) && _kinds.Count >= MostKinds) (kind, what) = ("", Others);
            if (_kinds.TryGetValue(kind, out var known))
            {
                _kinds[kind] = known with { More = known.More + 1 };
                return;
            }
            _kinds[kind] = (what, 0);
        }
        await WriteAsync(what);
    }

    /// <summary>Ends the minute: writes the counts.</summary>
    internal async Task CloseMinuteAsync()
    {
        (AuditEvent What, long More)[] counted;
        lock (_kinds)
        {
            counted = [.. _kinds.Values.Where(kind => kind.More > 0)];
            _kinds.Clear();
        }
        foreach (var (what, more) in counted)
            await WriteAsync(what with
            {
                Detail = new Dictionary<string, string>(what.Detail) { ["count"] = more.ToString(CultureInfo.InvariantCulture) },
            });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Window, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await CloseMinuteAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await CloseMinuteAsync();
        }
    }

    /// <summary>What was refused stays refused, also when the trail cannot take it; then the log has it.</summary>
    private async Task WriteAsync(AuditEvent what)
    {
        try
        {
            await trail.RecordAsync(what, CancellationToken.None);
        }
        catch (AuditUnavailableException failure)
        {
            log.LogError(failure, "A refusal was not recorded: {Action} {Actor} {Target}", what.Action, what.Actor.Name, what.Target);
        }
    }
}

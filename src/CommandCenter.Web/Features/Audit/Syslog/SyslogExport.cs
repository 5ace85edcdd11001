using CommandCenter.Store.Audit;
using CommandCenter.Web.Shared.Outbound;

namespace CommandCenter.Web.Features.Audit.Syslog;

/// <summary>
/// Copies the trail to the collector, in order, from the last entry that was sent. The trail itself is the buffer: while the
/// collector is away nothing is lost, and nothing is kept in memory. TCP tells nobody what arrived, so what was sent in the
/// last moments before a line broke is sent again; the collector sees a sequence number twice and loses none.
/// </summary>
internal sealed class SyslogExport(
    SyslogAddress collector, AuditArchive archive, TimeProvider clock, ILogger<SyslogExport> log) : BackgroundService
{
    /// <summary>Its place in the store: where it stopped.</summary>
    public const string Name = "syslog";

    private const int Piece = 200;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = Pace;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var line = await SyslogLine.OpenAsync(collector, stoppingToken);
                pause = Pace;
                await FollowAsync(line, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                log.LogWarning("The audit trail does not reach {Collector}: {Reason}", collector, failure.Message);
            }
            try
            {
                await Task.Delay(pause, clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Marks a piece as sent only when the line still stands at the next look, a second later.</summary>
    private async Task FollowAsync(SyslogLine line, CancellationToken cancel)
    {
        var marked = await archive.SentAsync(Name, cancel);
        var sent = marked;
        while (true)
        {
            var piece = await archive.AfterAsync(sent, Piece, cancel);
            if (piece.Count > 0)
            {
                await line.SendAsync(piece.Select(entry => SyslogMessage.Of(entry, Environment.MachineName, Environment.ProcessId)), cancel);
                sent = piece[^1].Sequence;
                if (piece.Count == Piece) continue;
            }
            await Task.Delay(Pace, clock, cancel);
            line.ThrowIfHungUp();
            if (sent == marked) continue;
            await archive.MarkSentAsync(Name, sent, cancel);
            marked = sent;
        }
    }
}

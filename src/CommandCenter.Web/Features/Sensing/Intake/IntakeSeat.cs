using CommandCenter.Analytics.Ingest;
using CommandCenter.Store;
using CommandCenter.Store.Nodes;
using CommandCenter.Web.Nodes;
using CommandCenter.Web.Shared;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Sensing.Intake;

/// <summary>
/// One node takes the readings of all (duplicates are told apart by one writer), the others pass theirs on to it and follow it.
/// Which one is a lease of the store; when it falls silent another takes the seat, learns what ClickHouse holds, and goes on.
/// Alone on a file there is nothing to ask, and nothing of this runs.
/// </summary>
internal sealed partial class IntakeSeat(
    Node node, IntakeTenure tenure, TelemetryIntake intake, LeftReadings left, OwnerLine owner, OwnerFollower follower,
    CommandCenterOptions options, IDbContextFactory<CommandCenterDb> stores, StoreChanges changes, TimeProvider clock, ILogger<IntakeSeat> log) : IHostedService
{
    private const string Topic = "intake";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly StoreLease _lease = new(stores, "intake", node.Id);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _knock = new(0);
    private Task _running = Task.CompletedTask;
    private Task _settling = Task.CompletedTask;
    private string? _ownerUrl;

    /// <summary>Readings are taken here; otherwise they are passed on to <see cref="OwnerUrl"/>.</summary>
    public bool IsHere => node.IsAlone || tenure.IsMine;

    /// <summary>Who takes readings; empty while nobody is known.</summary>
    public string OwnerUrl => Volatile.Read(ref _ownerUrl) ?? "";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (node.IsAlone)
        {
            await intake.StartAsync(cancellationToken);
            return;
        }

        await AskAsync(cancellationToken);
        if (!tenure.HoldsLease && options.ClickHouse is null)
            throw new InvalidOperationException(
                $"Another node ({OwnerUrl}) works on this store, and this one has a ClickHouse of its own: its screens would show other facts. "
                + "Name one ClickHouse server for all nodes, or wait 10 s after a node was killed.");
        if (tenure.HoldsLease) await TakeSeatAsync(cancellationToken);
        _running = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>After the last request was answered: what is in the spool goes into ClickHouse, and another may take the seat.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _running;
        await follower.StopAsync();
        await intake.DisposeAsync();
        if (node.IsAlone || !tenure.HoldsLease) return;
        tenure.End();
        try
        {
            await _lease.ReleaseAsync(cancellationToken);
            await changes.TellAsync(Topic, detail: null, cancellationToken);
        }
        catch (Exception failure) when (StoreFailures.Of(failure) is not StoreFailure.None)
        {
            // Then the others wait for the lease to end.
        }
    }

    private async Task RunAsync()
    {
        using var listening = changes.Listen(Topic, _ =>
        {
            _knock.Release();
            return Task.CompletedTask;
        });
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (_settling.IsCompleted) _settling = SettleAsync();
                await _knock.WaitAsync(IntakeTenure.Renewal, _stop.Token);
                await AskAsync(_stop.Token);
            }
            catch (Exception failure) when (!_stop.IsCancellationRequested)
            {
                NoAnswer(log, failure.GetBaseException().Message);
            }
            catch (OperationCanceledException)
            {
            }
        }

        await _settling;
    }

    private async Task AskAsync(CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        var asked = clock.GetTimestamp();
        var answer = await _lease.AskAsync(node.Url, IntakeTenure.Length, limit.Token);
        Volatile.Write(ref _ownerUrl, answer.HolderUrl);
        if (answer.IsMine) tenure.Hold(answer.Term, asked);
        else tenure.End();
    }

    /// <summary>Does what follows from the last answer, as far as it is not done.</summary>
    private async Task SettleAsync()
    {
        try
        {
            if (tenure.HoldsLease)
            {
                if (!tenure.IsMine || !intake.IsRunning) await TakeSeatAsync(_stop.Token);
                await left.BringAsync((rows, cancel) => intake.TakeLeftAsync(rows, cancel), _stop.Token);
            }
            else if (OwnerUrl is { Length: > 0 } url && url != node.Url)
            {
                await LeaveSeatAsync();
                await follower.FollowAsync(url);
                await left.BringAsync((rows, cancel) => owner.BringAsync(url, rows, cancel), _stop.Token);
            }
        }
        catch (Exception failure) when (!_stop.IsCancellationRequested)
        {
            NotSettled(log, failure.GetBaseException().Message);
        }
        catch (Exception)
        {
            // It is stopping.
        }
    }

    private async Task TakeSeatAsync(CancellationToken cancel)
    {
        await follower.StopAsync();
        await intake.DisposeAsync(); // What it knew may be of an earlier term.
        var term = tenure.Term;
        left.BeginTerm(term);
        tenure.Begin(term);
        await intake.StartAsync(cancel);
        Seated(log, term);
    }

    private async Task LeaveSeatAsync()
    {
        if (intake.IsRunning) Left(log);
        await intake.DisposeAsync();
        left.SetAside();
    }

    [LoggerMessage(LogLevel.Information, "This node takes the readings of all nodes (term {Term})")]
    private static partial void Seated(ILogger log, long term);

    [LoggerMessage(LogLevel.Warning, "Another node takes the readings now; what waited here is brought to it")]
    private static partial void Left(ILogger log);

    [LoggerMessage(LogLevel.Warning, "Who takes readings could not be asked: {Reason}")]
    private static partial void NoAnswer(ILogger log, string reason);

    [LoggerMessage(LogLevel.Warning, "The change of the node that takes readings is not complete, and is tried again: {Reason}")]
    private static partial void NotSettled(ILogger log, string reason);
}

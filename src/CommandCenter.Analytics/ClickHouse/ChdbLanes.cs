using System.Collections.Concurrent;

namespace CommandCenter.Analytics.ClickHouse;

/// <summary>A few connections, each with a thread of its own, that take work from one queue: native calls block these
/// threads and never the thread pool.</summary>
internal sealed class ChdbLanes : IDisposable
{
    private readonly BlockingCollection<Action<ChdbConnection>> _work = [];
    private readonly List<Thread> _threads = [];

    public ChdbLanes(string name, int count, Func<ChdbConnection> open)
    {
        for (var i = 1; i <= count; i++)
        {
            var first = open();
            var thread = new Thread(() => Work(first, open)) { IsBackground = true, Name = $"{name} {i}" };
            _threads.Add(thread);
            thread.Start();
        }
    }

    /// <summary>Runs the work on the next free connection.</summary>
    public Task<T> RunAsync<T>(Func<ChdbConnection, T> work, CancellationToken cancel)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(connection =>
        {
            if (cancel.IsCancellationRequested)
            {
                done.SetCanceled(cancel);
                return;
            }

            try
            {
                done.SetResult(work(connection));
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        });
        return done.Task;
    }

    /// <summary>Takes no more work, ends what was taken, and closes every connection.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        foreach (var thread in _threads) thread.Join();
        _work.Dispose();
    }

    private void Work(ChdbConnection connection, Func<ChdbConnection> open)
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work(connection);
            if (!connection.IsSpent) continue;
            connection.Dispose();
            connection = open();
        }

        connection.Dispose();
    }
}

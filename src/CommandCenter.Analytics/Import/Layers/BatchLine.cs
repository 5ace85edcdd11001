using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Works on batches on several threads and gives the answers in the order of the file. Never more than a few batches
/// are under way: a slow consumer slows the reading.</summary>
internal static class BatchLine
{
    private static readonly int Workers = Math.Clamp(Environment.ProcessorCount, 2, 8);

    public static async IAsyncEnumerable<T> RunAsync<T>(
        Func<IEnumerable<SourceBatch>> open, Func<SourceBatch, T> work, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var line = Channel.CreateBounded<Task<T>>(Workers);
        var reading = Task.Run(() => FeedAsync(open, work, line.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var answer in line.Reader.ReadAllAsync(cancel)) yield return await answer;
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    /// <summary>Ends with the line closed, with the failure of the reading when there was one; throws nothing itself.</summary>
    private static async Task FeedAsync<T>(
        Func<IEnumerable<SourceBatch>> open, Func<SourceBatch, T> work, ChannelWriter<Task<T>> line, CancellationToken stop)
    {
        try
        {
            foreach (var batch in open()) await line.WriteAsync(Task.Run(() => work(batch), CancellationToken.None), stop);
            line.Complete();
        }
        catch (Exception failure)
        {
            line.Complete(failure);
        }
    }
}

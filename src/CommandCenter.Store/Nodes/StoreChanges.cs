using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace CommandCenter.Store.Nodes;

/// <summary>
/// Who changes something that others keep in memory says so here, and everyone who listens to the topic hears it: on this
/// node, and on every other node of the same PostgreSQL. Nothing is told of what was not committed. A listener that may have
/// missed something (the line to the server was cut) is told null: reload everything. Safe for many threads.
/// </summary>
public sealed partial class StoreChanges(IDbContextFactory<CommandCenterDb> stores, StoreAddress address, ILogger<StoreChanges> log)
{
    internal const string Channel = "commandcenter";

    /// <summary>PostgreSQL carries 8,000 bytes with a notification; a longer detail is told as null.</summary>
    private const int LongestDetail = 7_000;

    private ImmutableArray<Listener> _listeners = [];

    /// <summary>What the other nodes know of the sender: not to be told again what it told itself.</summary>
    internal string Sender { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Saves the context's changes and tells of them, both or neither. An open transaction is committed.</summary>
    /// <param name="topic">A word: <c>devices</c>.</param>
    /// <param name="detail">What changed, as the topic's listeners understand it; null: everything may have.</param>
    public async Task SaveAsync(CommandCenterDb store, string topic, string? detail, CancellationToken cancel)
    {
        var open = store.Database.CurrentTransaction;
        await using var own = open is null ? await store.Database.BeginTransactionAsync(cancel) : null;
        await store.SaveChangesAsync(cancel);
        await NotifyAsync(store, topic, detail, cancel);
        await (own ?? open!).CommitAsync(cancel);
        await HearAsync(topic, detail);
    }

    /// <summary>Tells of something that is committed already, or that is in no table.</summary>
    public async Task TellAsync(string topic, string? detail, CancellationToken cancel)
    {
        if (address.IsServer)
        {
            await using var store = await stores.CreateDbContextAsync(cancel);
            await NotifyAsync(store, topic, detail, cancel);
        }

        await HearAsync(topic, detail);
    }

    /// <summary>Calls back after each change, one call after the other, on this and from other nodes; dispose to stop. A listener
    /// that fails is told null a little later, until it succeeds.</summary>
    /// <param name="heard">Gets the detail; null: reload everything.</param>
    public IDisposable Listen(string topic, Func<string?, Task> heard)
    {
        var listener = new Listener(topic, heard, failure => ListenerFailed(log, failure, topic));
        ImmutableInterlocked.Update(ref _listeners, all => all.Add(listener));
        listener.Forgotten = () => ImmutableInterlocked.Update(ref _listeners, all => all.Remove(listener));
        return listener;
    }

    /// <summary>A notification of another node.</summary>
    internal Task HearAsync(string payload)
    {
        var parts = payload.Split('\n', 3);
        return parts.Length < 2 || parts[0] == Sender ? Task.CompletedTask : HearAsync(parts[1], parts.Length > 2 ? parts[2] : null);
    }

    /// <summary>Something may have been missed.</summary>
    internal Task HearEverythingAsync() => Task.WhenAll(_listeners.Select(listener => listener.HearAsync(null)));

    private Task HearAsync(string topic, string? detail) =>
        Task.WhenAll(_listeners.Where(listener => listener.Topic == topic).Select(listener => listener.HearAsync(detail)));

    private async Task NotifyAsync(CommandCenterDb store, string topic, string? detail, CancellationToken cancel)
    {
        if (!address.IsServer) return;
        var payload = detail is null || detail.Length > LongestDetail / 4 && System.Text.Encoding.UTF8.GetByteCount(detail) > LongestDetail
            ? $"{Sender}\n{topic}"
            : $"{Sender}\n{topic}\n{detail}";
        await store.Database.ExecuteSqlAsync($"SELECT pg_notify({Channel}, {payload})", cancel);
    }

    [LoggerMessage(LogLevel.Warning, "A change of {Topic} could not be taken in; it is tried again")]
    private static partial void ListenerFailed(ILogger log, Exception failure, string topic);

    private sealed class Listener(string topic, Func<string?, Task> heard, Action<Exception> failed) : IDisposable
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
        private readonly SemaphoreSlim _turn = new(1);
        private volatile bool _isGone;

        public string Topic => topic;

        public Action Forgotten { get; set; } = () => { };

        public async Task HearAsync(string? detail)
        {
            await _turn.WaitAsync();
            try
            {
                if (!_isGone) await heard(detail);
            }
            catch (Exception failure)
            {
                failed(failure);
                _ = AgainAsync();
            }
            finally
            {
                _turn.Release();
            }
        }

        public void Dispose()
        {
            _isGone = true;
            Forgotten();
        }

        private async Task AgainAsync()
        {
            await Task.Delay(Pause);
            await HearAsync(null);
        }
    }
}

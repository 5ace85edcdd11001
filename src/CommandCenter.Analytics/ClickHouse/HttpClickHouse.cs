using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace CommandCenter.Analytics.ClickHouse;

/// <summary>
/// ClickHouse on a server or a cluster, over HTTP. At most so many requests at once; what may be repeated is repeated when the
/// line fails; after many failures nothing is sent for a while. A cancelled statement is killed on the server.
/// </summary>
public sealed partial class HttpClickHouse : IClickHouse
{
    private const int UnknownDatabase = 81;
    private static readonly TimeSpan MaxKill = TimeSpan.FromSeconds(5);
    private readonly HttpOptions _options;
    private readonly HttpWire _wire;
    private readonly HttpPatience _patience;
    private readonly Bulkhead _asking;
    private readonly Bulkhead _changing;
    private long _queries;

    /// <exception cref="ArgumentException">A name in the options is none.</exception>
    /// <exception cref="IOException">The file of authorities cannot be read.</exception>
    public HttpClickHouse(HttpOptions options)
    {
        foreach (var name in new[] { options.Database, options.Cluster })
            if (name is not null && !Name().IsMatch(name)) throw new ArgumentException($"{name} is no name for a database or a cluster.", nameof(options));
        _options = options;
        _wire = new(options);
        _patience = new(options);
        _asking = new("questions to ClickHouse", options.Queries, options.Waiting, options.MaxWait);
        _changing = new("inserts into ClickHouse", options.Inserts, options.Waiting, options.MaxWait);
    }

    public long QueryCount => Interlocked.Read(ref _queries);

    public ClickHouseLine Line => _patience.Line;

    /// <summary>Names of databases and clusters that go into statements as they are.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    public async Task<IReadOnlyList<T>> QueryAsync<T>(Sql sql, Func<RowBinaryReader, T> row, CancellationToken cancel)
    {
        using var place = await AskAsync(sql, cancel);
        // The server keeps the answer until it is whole, so that its failure comes as a failure, and all of it may be asked again.
        return await _patience.RunAsync(repeatable: true, again => RunAsync([.. Question(sql), new("wait_end_of_query", "1")],
            _wire.Statement(sql.Text), _options.MaxExecution + _options.Grace, async (answer, limited) =>
            {
                var all = new List<T>();
                var rows = await RowsAsync(answer, limited);
                while (await rows.NextAsync(row, limited) is { } some) all.AddRange(some);
                return (IReadOnlyList<T>)all;
            }, again), cancel);
    }

    public async IAsyncEnumerable<T> StreamAsync<T>(
        Sql sql, Func<RowBinaryReader, T> row, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var place = await AskAsync(sql, cancel);
        var id = NewId();
        var limit = _options.MaxExecution + _options.Grace;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var finished = false;
        try
        {
            // It may be asked again until its first row came.
            using var answer = await _patience.RunAsync(repeatable: true, _ => TimedAsync(limited, limit, cancel,
                () => _wire.SendAsync(Named(id = NewId(), Question(sql)), _wire.Statement(sql.Text), limited.Token)), cancel);
            var rows = await RowsAsync(answer, cancel);
            while (await TimedAsync(limited, limit, cancel, async () => await rows.NextAsync(row, limited.Token)) is { } some)
                foreach (var one in some)
                    yield return one;
            finished = true;
        }
        finally
        {
            if (!finished) _ = KillAsync(id);
        }
    }

    public async Task ExecuteAsync(Sql sql, CancellationToken cancel)
    {
        using var place = await _changing.EnterAsync(cancel);
        try
        {
            await ChangeAsync([.. OnDatabase(), .. Synchronous(), .. Parameters(sql)], sql.Text, cancel);
        }
        catch (ClickHouseException missing) when (missing.Code == UnknownDatabase)
        {
            var everywhere = _options.Cluster is { } cluster ? $" ON CLUSTER {cluster}" : "";
            await ChangeAsync([], $"CREATE DATABASE IF NOT EXISTS {_options.Database}{everywhere}", cancel);
            await ChangeAsync([.. OnDatabase(), .. Synchronous(), .. Parameters(sql)], sql.Text, cancel);
        }
    }

    public async Task<bool> InsertAsync(string into, ReadOnlyMemory<byte> rows, string? token, CancellationToken cancel)
    {
        if (rows.IsEmpty) return true;
        var sent = 0;
        var once = InsertOnce.Settings(token);
        using var place = await _changing.EnterAsync(cancel);
        KeyValuePair<string, string>[] settings =
            [.. OnDatabase(), .. Synchronous(), new("query", $"INSERT INTO {into} FORMAT RowBinary"), new("wait_end_of_query", "1"), .. once];
        // Without a token a repetition could count twice.
        await _patience.RunAsync(repeatable: token is not null, again =>
        {
            sent++;
            return RunAsync(settings, _wire.Rows(rows), _options.MaxInsert, EndAsync, again);
        }, cancel);
        return sent == 1;
    }

    public void Dispose()
    {
        _wire.Dispose();
        _asking.Dispose();
        _changing.Dispose();
    }

    private ValueTask<Bulkhead.Place> AskAsync(Sql sql, CancellationToken cancel)
    {
        ReadGuard.Check(sql.Text);
        Interlocked.Increment(ref _queries);
        return _asking.EnterAsync(cancel);
    }

    private Task ChangeAsync(KeyValuePair<string, string>[] settings, string text, CancellationToken cancel) => _patience.RunAsync(
        repeatable: false, once => RunAsync([.. settings, new("wait_end_of_query", "1")], _wire.Statement(text), _options.MaxChange, EndAsync, once), cancel);

    /// <summary>Sends a request, reads its answer, both within a time; kills it on the server when it was cancelled or took too long.</summary>
    private async Task<T> RunAsync<T>(
        KeyValuePair<string, string>[] settings, HttpContent body, TimeSpan limit,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancel)
    {
        var id = NewId();
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            return await TimedAsync(limited, limit, cancel, async () =>
            {
                using var answer = await _wire.SendAsync(Named(id, settings), body, limited.Token);
                return await read(answer, limited.Token);
            });
        }
        catch (Exception) when (limited.IsCancellationRequested)
        {
            _ = KillAsync(id);
            throw;
        }
    }

    private static async Task<T> TimedAsync<T>(CancellationTokenSource limited, TimeSpan limit, CancellationToken cancel, Func<Task<T>> work)
    {
        limited.CancelAfter(limit);
        try
        {
            return await work();
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        catch (Exception) when (limited.IsCancellationRequested)
        {
            throw new ClickHouseException(HttpPatience.Timeout, $"ClickHouse gave no answer within {limit.TotalSeconds:0.###} s.");
        }
        finally
        {
            limited.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    private static async Task<HttpRows> RowsAsync(HttpResponseMessage answer, CancellationToken cancel) =>
        new(await answer.Content.ReadAsStreamAsync(cancel), HttpWire.Header(answer, "X-ClickHouse-Exception-Tag"));

    /// <summary>A statement without rows answers with nothing; whatever stands there is a failure.</summary>
    private static async Task<bool> EndAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        try
        {
            var said = await answer.Content.ReadAsStringAsync(cancel);
            return said.Contains("DB::Exception", StringComparison.Ordinal) ? throw HttpWire.Failure(said) : true;
        }
        catch (HttpRequestException failure)
        {
            throw new ClickHouseException(HttpPatience.NoLine, $"The answer broke off: {failure.Message}");
        }
    }

    /// <summary>Also a statement that the server has not begun, or that runs behind a proxy, ends.</summary>
    private async Task KillAsync(string id)
    {
        using var limit = new CancellationTokenSource(MaxKill);
        var everywhere = _options.Cluster is { } cluster ? $" ON CLUSTER {cluster}" : "";
        try
        {
            (await _wire.SendAsync([], _wire.Statement($"KILL QUERY{everywhere} WHERE query_id = '{id}' ASYNC"), limit.Token)).Dispose();
        }
        catch (Exception failure) when (failure is ClickHouseException or OperationCanceledException or ObjectDisposedException)
        {
            // The server ends it by itself: its connection is closed, its time runs out.
        }
    }

    /// <summary>Read-only comes last: from then on a statement changes nothing, not even its own limits.</summary>
    private IEnumerable<KeyValuePair<string, string>> Question(Sql sql) =>
    [
        .. OnDatabase(),
        new("default_format", "RowBinary"),
        new("enable_http_compression", _options.Gzip ? "1" : "0"),
        new("http_zlib_compression_level", "1"),
        new("max_execution_time", $"{_options.MaxExecution.TotalSeconds:0.###}"),
        new("max_result_rows", $"{_options.MaxResultRows}"),
        new("max_memory_usage", $"{_options.MaxQueryMemory}"),
        .. Parameters(sql),
        new("readonly", "1"),
    ];

    private IEnumerable<KeyValuePair<string, string>> OnDatabase() => [new("database", _options.Database)];

    /// <summary>A Distributed table answers when every shard has the rows, not when it has noted them.</summary>
    private IEnumerable<KeyValuePair<string, string>> Synchronous() => _options.Cluster is null ? [] : [new("insert_distributed_sync", "1")];

    private static IEnumerable<KeyValuePair<string, string>> Parameters(Sql sql) =>
        sql.Parameters.Select(parameter => KeyValuePair.Create("param_" + parameter.Key, parameter.Value));

    private static IEnumerable<KeyValuePair<string, string>> Named(string id, IEnumerable<KeyValuePair<string, string>> settings) =>
        settings.Prepend(new("query_id", id));

    private static string NewId() => $"commandcenter-{Guid.NewGuid():N}";

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Name();
}

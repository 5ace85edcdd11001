using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using CommandCenter.Analytics.Backup;

namespace CommandCenter.Analytics.ClickHouse;

/// <summary>
/// ClickHouse inside this process. A process holds one folder open at a time; several instances may share it, each with
/// its own database. Disposing waits for what runs, then closes.
/// </summary>
public sealed partial class EmbeddedClickHouse : IClickHouse
{
    private static readonly TimeSpan KillAgainAfter = TimeSpan.FromMilliseconds(100);
    private readonly ChdbLanes _readers;
    private readonly ChdbLanes _writers;
    private readonly ChdbLanes _control;
    private long _queries;

    /// <exception cref="ClickHouseException">The folder cannot be opened.</exception>
    public EmbeddedClickHouse(EmbeddedOptions options)
    {
        if (!DatabaseName().IsMatch(options.Database))
            throw new ArgumentException($"{options.Database} is no name for a database.", nameof(options));
        var arguments = Arguments(options);
        using (var first = ChdbConnection.Open(arguments))
        {
            Run(first, $"CREATE DATABASE IF NOT EXISTS {options.Database}");
            _readers = new("clickhouse reader", options.Readers, () => Open(arguments, ReaderSettings(options)));
            _writers = new("clickhouse writer", options.Writers, () => Open(arguments, [$"USE {options.Database}"]));
            _control = new("clickhouse control", 1, () => Open(arguments, []));
        }
    }

    public long QueryCount => Interlocked.Read(ref _queries);

    public ClickHouseLine Line => ClickHouseLine.Up;

    public async Task<IReadOnlyList<T>> QueryAsync<T>(Sql sql, Func<RowBinaryReader, T> row, CancellationToken cancel)
    {
        var bytes = await ReadAsync(sql, (connection, text) => connection.Query(text, sql), cancel);
        var reader = new RowBinaryReader(bytes, bytes.Length);
        var rows = new List<T>();
        while (reader.HasMore) rows.Add(row(reader));
        return rows;
    }

    public async IAsyncEnumerable<T> StreamAsync<T>(
        Sql sql, Func<RowBinaryReader, T> row, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var parts = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(2) { SingleReader = true, SingleWriter = true });
        var reading = ReadAsync(sql, (connection, text) =>
        {
            connection.Stream(text, sql, part => Hand(parts.Writer, part, left.Token), cancel);
            return true;
        }, cancel);
        _ = reading.ContinueWith(done => parts.Writer.TryComplete(done.Exception?.InnerException), TaskScheduler.Default);
        try
        {
            await foreach (var part in parts.Reader.ReadAllAsync(cancel))
            {
                var reader = new RowBinaryReader(part, part.Length);
                while (reader.HasMore) yield return row(reader);
            }

            await reading;
        }
        finally
        {
            await left.CancelAsync();
        }
    }

    public Task ExecuteAsync(Sql sql, CancellationToken cancel) =>
        KillableAsync(_writers, (connection, mark) => connection.Query(mark + sql.Text, sql), cancel);

    public Task<bool> InsertAsync(string into, ReadOnlyMemory<byte> rows, string? token, CancellationToken cancel)
    {
        if (rows.IsEmpty) return Task.FromResult(true);
        var once = string.Join(", ", InsertOnce.Settings(token).Select(setting => $"{setting.Key} = '{setting.Value}'"));
        return _writers.RunAsync(connection =>
        {
            connection.Insert($"INSERT INTO {into} SETTINGS {once}", rows.Span);
            return true;
        }, cancel);
    }

    public void Dispose()
    {
        _readers.Dispose();
        _writers.Dispose();
        _control.Dispose();
    }

    private Task<T> ReadAsync<T>(Sql sql, Func<ChdbConnection, string, T> read, CancellationToken cancel)
    {
        ReadGuard.Check(sql.Text);
        Interlocked.Increment(ref _queries);
        return KillableAsync(_readers, (connection, mark) => read(connection, mark + sql.Text), cancel);
    }

    /// <summary>Runs work whose statement begins with a mark of its own; a cancelled statement is killed by that mark.</summary>
    private async Task<T> KillableAsync<T>(ChdbLanes lanes, Func<ChdbConnection, string, T> work, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var mark = $"/* {Guid.NewGuid():N} */ ";
        var running = lanes.RunAsync(connection => work(connection, mark), cancel);
        using var kill = cancel.Register(() => _ = KillAsync(mark, running));
        try
        {
            return await running;
        }
        catch (ClickHouseException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
    }

    /// <summary>SYNC never returns inside a process; ASYNC is asked again until the statement, which may not have begun, has ended.</summary>
    private async Task KillAsync(string mark, Task running)
    {
        var kill = new Sql($"KILL QUERY WHERE startsWith(query, '{mark}') ASYNC");
        while (!running.IsCompleted)
        {
            await _control.RunAsync(connection => connection.Query(kill.Text, kill), CancellationToken.None);
            await Task.WhenAny(running, Task.Delay(KillAgainAfter));
        }
    }

    private static bool Hand(ChannelWriter<byte[]> parts, byte[] part, CancellationToken left)
    {
        try
        {
            // On a lane's own thread: a slow reader holds back its query, nobody else.
            parts.WriteAsync(part, left).AsTask().GetAwaiter().GetResult();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static ChdbConnection Open(IReadOnlyList<string> arguments, IReadOnlyList<string> settings)
    {
        var connection = ChdbConnection.Open(arguments);
        foreach (var setting in settings) Run(connection, setting);
        return connection;
    }

    private static void Run(ChdbConnection connection, string statement) => connection.Query(statement, new Sql(statement));

    /// <summary>The last one cannot be taken back: from then on the session changes nothing, not even its own limits.</summary>
    private static IReadOnlyList<string> ReaderSettings(EmbeddedOptions options) =>
    [
        $"USE {options.Database}",
        $"SET max_execution_time = {options.MaxExecution.TotalSeconds:0.###}, max_result_rows = {options.MaxResultRows}, max_memory_usage = {options.MaxQueryMemory}",
        "SET readonly = 1",
    ];

    internal static IReadOnlyList<string> Arguments(EmbeddedOptions options)
    {
        var path = Path.GetFullPath(options.Path);
        return
        [
            "clickhouse",
            $"--path={path}",
            $"--config-file={EmbeddedAccess.Write(Path.Combine(path, "rights"), FactsBackup.FolderIn(path))}",
            $"--max_server_memory_usage={options.MaxServerMemory}",
            "--mark_cache_size=134217728",
            "--background_pool_size=2",
            "--background_schedule_pool_size=8",
            $"--max_threads={options.ThreadsPerQuery}",
        ];
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex DatabaseName();
}

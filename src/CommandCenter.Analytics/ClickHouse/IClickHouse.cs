namespace CommandCenter.Analytics.ClickHouse;

/// <summary>
/// The one door to ClickHouse. Two transports speak the same SQL and the same RowBinary bytes: embedded (libchdb in
/// this process) and HTTP (a server or a cluster). All members are safe to call from many threads at once.
/// Failures surface as <see cref="ClickHouseException"/>; cancellation as <see cref="OperationCanceledException"/>.
/// </summary>
public interface IClickHouse : IDisposable
{
    /// <summary>Runs a SELECT, read-only and under the time, row and memory limits of the options, and reads each row.</summary>
    /// <param name="sql">Text with typed parameters <c>{name:Type}</c>; the format clause is added here.</param>
    /// <param name="row">Reads the columns of one row, all of them, in order.</param>
    Task<IReadOnlyList<T>> QueryAsync<T>(Sql sql, Func<RowBinaryReader, T> row, CancellationToken cancel);

    /// <summary>As <see cref="QueryAsync{T}"/>, row by row, without holding the whole answer in memory.</summary>
    IAsyncEnumerable<T> StreamAsync<T>(Sql sql, Func<RowBinaryReader, T> row, CancellationToken cancel);

    /// <summary>Runs one statement that changes something (schema, INSERT … SELECT). Not for viewers' questions.</summary>
    Task ExecuteAsync(Sql sql, CancellationToken cancel);

    /// <summary>Inserts rows already written as RowBinary, acknowledged when the task completes. With a token the same
    /// rows under the same token are inserted once, in the table and in every view that hangs on it.</summary>
    /// <param name="into">Table and columns: <c>readings (region, device, metric, ts, value)</c>.</param>
    /// <param name="rows">The RowBinary bytes of all rows.</param>
    /// <param name="token">Deduplication token, or null for an insert that may repeat.</param>
    /// <returns>False when the line failed and it was sent again. One server that was killed between noting a token and keeping the
    /// rows takes them for known then, and holds none: whoever must not lose them looks.</returns>
    Task<bool> InsertAsync(string into, ReadOnlyMemory<byte> rows, string? token, CancellationToken cancel);

    /// <summary>How many SELECTs this instance has run; tests and the status page count with it.</summary>
    long QueryCount { get; }

    /// <summary>How the line to it stands; always up inside the process.</summary>
    ClickHouseLine Line { get; }
}

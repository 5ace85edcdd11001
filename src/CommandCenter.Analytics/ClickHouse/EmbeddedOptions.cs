namespace CommandCenter.Analytics.ClickHouse;

/// <summary>Where the embedded ClickHouse keeps its data and what it may use. Every bound is here.</summary>
public sealed record EmbeddedOptions
{
    /// <summary>The folder of its data. One process at a time may open it.</summary>
    public required string Path { get; init; }

    /// <summary>The database of the product's tables: ASCII letters, digits and <c>_</c>.</summary>
    public string Database { get; init; } = "commandcenter";

    /// <summary>Connections that answer SELECTs: as many run at once.</summary>
    public int Readers { get; init; } = 4;

    /// <summary>Connections that insert and change.</summary>
    public int Writers { get; init; } = 2;

    /// <summary>Threads of one query.</summary>
    public int ThreadsPerQuery { get; init; } = 2;

    /// <summary>Longest a SELECT may run.</summary>
    public TimeSpan MaxExecution { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Most rows a SELECT may answer with.</summary>
    public long MaxResultRows { get; init; } = 1_000_000;

    /// <summary>Most bytes of memory a SELECT may take.</summary>
    public long MaxQueryMemory { get; init; } = 800_000_000;

    /// <summary>Most bytes of memory all of ClickHouse may take.</summary>
    public long MaxServerMemory { get; init; } = 1_500_000_000;
}

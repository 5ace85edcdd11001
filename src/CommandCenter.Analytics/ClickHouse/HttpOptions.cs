namespace CommandCenter.Analytics.ClickHouse;

/// <summary>Where a ClickHouse server or cluster answers over HTTP, and what is asked of it at once. Every bound is here.</summary>
public sealed record HttpOptions
{
    /// <summary>Scheme, host and port, <c>https://clickhouse.city:8443</c>; no user, password or database.</summary>
    public required Uri Address { get; init; }

    public string User { get; init; } = "default";

    /// <summary>Travels in a header; stands in no address, log or exception.</summary>
    public string Password { get; init; } = "";

    /// <summary>The database of the product's tables: ASCII letters, digits and <c>_</c>. Made when it is missing.</summary>
    public string Database { get; init; } = "commandcenter";

    /// <summary>The cluster as the servers' <c>remote_servers</c> name it; null for one server.</summary>
    public string? Cluster { get; init; }

    /// <summary>PEM file of the authorities that may sign the server's certificate; null: those the machine trusts.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>SHA-256 of the one certificate the server may show, 64 hexadecimal digits; null: any that is trusted.</summary>
    public string? Pin { get; init; }

    /// <summary>Compress what is inserted and what is answered.</summary>
    public bool Gzip { get; init; } = true;

    /// <summary>Longest a connection may take to be made.</summary>
    public TimeSpan MaxConnect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest a SELECT may run.</summary>
    public TimeSpan MaxExecution { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How much longer than its time a SELECT is waited for: then the server hangs.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest an insert may take.</summary>
    public TimeSpan MaxInsert { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest a change of the schema may take; one that fills a table from another takes minutes.</summary>
    public TimeSpan MaxChange { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Most rows a SELECT may answer with.</summary>
    public long MaxResultRows { get; init; } = 1_000_000;

    /// <summary>Most bytes of memory a SELECT may take.</summary>
    public long MaxQueryMemory { get; init; } = 800_000_000;

    /// <summary>SELECTs that run at once.</summary>
    public int Queries { get; init; } = 16;

    /// <summary>Inserts and changes that run at once.</summary>
    public int Inserts { get; init; } = 4;

    /// <summary>How many more of either may wait for their turn; further ones are refused.</summary>
    public int Waiting { get; init; } = 256;

    /// <summary>Longest to wait for a turn.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often what may be repeated is tried again when the line fails.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>The pause before the first repetition; it doubles.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>So many requests within half a minute, half of them failed by the line: no more are sent for a while.</summary>
    public int BreakAfter { get; init; } = 8;

    /// <summary>How long nothing is sent then, before one request tries the line.</summary>
    public TimeSpan BreakFor { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where, and as whom. Never the password.</summary>
    public override string ToString() => $"{User} at {Address.Authority}, database {Database}";
}

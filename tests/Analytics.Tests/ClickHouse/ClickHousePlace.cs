using CommandCenter.Analytics.ClickHouse;
using CommandCenter.LoopbackClickHouse;

namespace CommandCenter.Analytics.Tests.ClickHouse;

/// <summary>A real ClickHouse that test classes share, each with a database of its own. Every test of what is asked of
/// ClickHouse runs at both places.</summary>
public abstract class ClickHousePlace
{
    /// <summary>As the fault table calls it.</summary>
    public abstract string Name { get; }

    /// <summary>Opens a database; a new one when nobody used its name before.</summary>
    public abstract IClickHouse Open(string database, Limits? limits = null);

    /// <summary>What a question may take.</summary>
    public sealed record Limits(TimeSpan MaxExecution, long MaxResultRows, long MaxQueryMemory);
}

/// <summary>Embedded, on a folder of its own: a process holds one folder.</summary>
public sealed class EmbeddedPlace : ClickHousePlace, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cc-clickhouse-");
    private readonly IClickHouse _keepsOpen;

    public override string Name => "embedded";

    public EmbeddedPlace() => _keepsOpen = Open("keeps_open");

    public override IClickHouse Open(string database, Limits? limits = null)
    {
        var options = new EmbeddedOptions { Path = _folder.FullName, Database = database, Readers = 2, Writers = 1 };
        return new EmbeddedClickHouse(limits is null ? options : options with
        {
            MaxExecution = limits.MaxExecution, MaxResultRows = limits.MaxResultRows, MaxQueryMemory = limits.MaxQueryMemory,
        });
    }

    public void Dispose()
    {
        _keepsOpen.Dispose();
        _folder.Delete(recursive: true);
    }
}

/// <summary>Over HTTP, from a process of its own.</summary>
public sealed class HttpPlace : ClickHousePlace, IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cc-clickhouse-http-");
    private LoopbackServer _server = null!;

    public override string Name => "over HTTP";

    public async Task InitializeAsync() => _server = await LoopbackServer.StartAsync(_folder.FullName);

    public override IClickHouse Open(string database, Limits? limits = null)
    {
        var options = Options(database);
        var clickHouse = new HttpClickHouse(limits is null ? options : options with
        {
            MaxExecution = limits.MaxExecution, MaxResultRows = limits.MaxResultRows, MaxQueryMemory = limits.MaxQueryMemory,
        });
        // Any change makes the database.
        clickHouse.ExecuteAsync(new("CREATE TABLE IF NOT EXISTS opened (a UInt8) ENGINE = Memory"), default).GetAwaiter().GetResult();
        return clickHouse;
    }

    public HttpOptions Options(string database) => _server.Options(database);

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

[CollectionDefinition(Name)]
public sealed class Embedded : ICollectionFixture<EmbeddedPlace>
{
    public const string Name = "embedded ClickHouse";
}

[CollectionDefinition(Name)]
public sealed class OverHttp : ICollectionFixture<HttpPlace>
{
    public const string Name = "ClickHouse over HTTP";
}

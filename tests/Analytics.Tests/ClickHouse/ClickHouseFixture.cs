using CommandCenter.Analytics.ClickHouse;

namespace CommandCenter.Analytics.Tests.ClickHouse;

/// <summary>The real embedded ClickHouse on a folder of its own. A process holds one folder, so all test classes share it and
/// each takes its own database.</summary>
public sealed class ClickHouseFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cc-clickhouse-");
    private readonly EmbeddedClickHouse _keepsOpen;

    public ClickHouseFixture() => _keepsOpen = Open("keeps_open");

    public EmbeddedClickHouse Open(string database, Func<EmbeddedOptions, EmbeddedOptions>? change = null)
    {
        var options = new EmbeddedOptions { Path = _folder.FullName, Database = database, Readers = 2, Writers = 1 };
        return new(change is null ? options : change(options));
    }

    public void Dispose()
    {
        _keepsOpen.Dispose();
        _folder.Delete(recursive: true);
    }
}

[CollectionDefinition(Name)]
public sealed class ClickHouseCollection : ICollectionFixture<ClickHouseFixture>
{
    public const string Name = "embedded ClickHouse";
}

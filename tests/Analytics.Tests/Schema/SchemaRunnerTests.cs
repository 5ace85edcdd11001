using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Schema;
using CommandCenter.Analytics.Tests.ClickHouse;

namespace CommandCenter.Analytics.Tests.Schema;

[Collection(Embedded.Name)]
public sealed class EmbeddedSchemaRunnerTests(EmbeddedPlace place) : SchemaRunnerTests(place);

[Collection(OverHttp.Name)]
public sealed class HttpSchemaRunnerTests(HttpPlace place) : SchemaRunnerTests(place);

public abstract class SchemaRunnerTests(ClickHousePlace place) : IDisposable
{
    private readonly IClickHouse _clickHouse = place.Open("schema_tests");

    public void Dispose() => _clickHouse.Dispose();

    [Fact]
    public async Task Applies_the_products_schema_and_does_nothing_the_second_time()
    {
        await new SchemaRunner(_clickHouse, SchemaRunner.Files).ApplyAsync(default);
        await new SchemaRunner(_clickHouse, SchemaRunner.Files).ApplyAsync(default);

        var tables = await _clickHouse.QueryAsync(
            new("SELECT name FROM system.tables WHERE database = currentDatabase()"), row => row.ReadString(), default);
        foreach (var name in new[] { "readings", "region_1m", "region_1h", "region_1d", "device_1h", "device_1d", "schema_versions" }) tables.ShouldContain(name);
    }

    [Fact]
    public async Task Applies_each_file_once_with_several_statements()
    {
        SchemaFile[] files =
        [
            new("901_once.sql", """
                -- a comment; with a semicolon
                CREATE TABLE IF NOT EXISTS once (a String DEFAULT ';') ENGINE = MergeTree ORDER BY tuple();
                /* another; one */ INSERT INTO once SELECT 'x;y''z';
                """),
        ];
        await new SchemaRunner(_clickHouse, files).ApplyAsync(default);
        await new SchemaRunner(_clickHouse, files).ApplyAsync(default);

        (await _clickHouse.QueryAsync(new("SELECT a FROM once"), row => row.ReadString(), default)).ShouldBe(["x;y'z"]);
    }

    [Fact]
    public async Task Refuses_a_file_that_changed_after_it_was_applied()
    {
        await new SchemaRunner(_clickHouse, [new("902_changed.sql", "SELECT 1")]).ApplyAsync(default);
        var failure = await Should.ThrowAsync<InvalidOperationException>(
            () => new SchemaRunner(_clickHouse, [new("902_changed.sql", "SELECT 2")]).ApplyAsync(default));
        failure.Message.ShouldContain("902_changed.sql");
    }
}

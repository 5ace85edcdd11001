using CommandCenter.Store.Schema;

namespace CommandCenter.Store.Tests.Schema;

public sealed class StoreSchemaTests
{
    private static readonly SchemaFile Herbs = new("001_herbs", "CREATE TABLE herbs (name TEXT NOT NULL);");
    private static readonly SchemaFile Trees = new("002_trees", "CREATE TABLE trees (name TEXT NOT NULL); INSERT INTO trees VALUES ('榕');");

    [Fact]
    public async Task Applies_each_file_once_and_in_order()
    {
        await using var store = new TestStore();
        await store.Schema.ApplyAsync([Herbs], default);
        await store.Schema.ApplyAsync([Herbs, Trees], default);
        await store.Schema.ApplyAsync([Herbs, Trees], default);

        (await store.RowsAsync("SELECT name FROM schema_log ORDER BY name")).Select(row => row[0]).ShouldBe(["001_herbs", "002_trees"]);
        (await store.RowsAsync("SELECT count(*) FROM trees"))[0][0].ShouldBe("1");
    }

    [Fact]
    public async Task Refuses_a_file_that_changed_after_it_was_applied()
    {
        await using var store = new TestStore();
        await store.Schema.ApplyAsync([Herbs], default);

        var refusal = await Should.ThrowAsync<InvalidOperationException>(
            store.Schema.ApplyAsync([Herbs with { Sql = "CREATE TABLE herbs (id TEXT);" }], default));

        refusal.Message.ShouldContain("001_herbs");
    }

    [Fact]
    public async Task Refuses_a_store_of_a_newer_program()
    {
        await using var store = new TestStore();
        await store.Schema.ApplyAsync([Herbs, Trees], default);
        (await Should.ThrowAsync<InvalidOperationException>(store.Schema.ApplyAsync([Herbs], default))).Message.ShouldContain("002_trees");
    }

    [Fact]
    public async Task Leaves_nothing_of_a_file_that_fails_halfway()
    {
        await using var store = new TestStore();
        var broken = new SchemaFile("001_broken", "CREATE TABLE half (name TEXT); CREATE TABLE half (name TEXT);");

        await Should.ThrowAsync<Exception>(store.Schema.ApplyAsync([broken], default));

        (await store.RowsAsync("SELECT name FROM sqlite_schema WHERE name = 'half'")).ShouldBeEmpty();
        (await store.RowsAsync("SELECT name FROM schema_log")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_programs_that_start_together_apply_it_once()
    {
        await using var store = new TestStore();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => store.Schema.ApplyAsync([Herbs, Trees], default))));
        (await store.RowsAsync("SELECT count(*) FROM trees"))[0][0].ShouldBe("1");
    }

    [Fact]
    public void The_files_are_numbered_without_a_gap()
    {
        var numbers = SchemaFile.For("sqlite").Select(file => int.Parse(file.Name[..3], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        numbers.ShouldBe(Enumerable.Range(1, numbers.Count));
    }
}

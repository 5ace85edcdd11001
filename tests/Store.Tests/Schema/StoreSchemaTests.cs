using CommandCenter.Store.Schema;
using CommandCenter.Store.Tests.Host;

namespace CommandCenter.Store.Tests.Schema;

[Collection(Stores.Name)]
public sealed class StoreSchemaTests(Stores stores)
{
    private static readonly SchemaFile Herbs = new("001_herbs", "CREATE TABLE herbs (name TEXT NOT NULL);");
    private static readonly SchemaFile Trees = new("002_trees", "CREATE TABLE trees (name TEXT NOT NULL); INSERT INTO trees VALUES ('榕');");

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Applies_each_file_once_and_in_order(Provider provider)
    {
        await using var store = await stores.EmptyAsync(provider);
        await store.Schema.ApplyAsync([Herbs], default);
        await store.Schema.ApplyAsync([Herbs, Trees], default);
        await store.Schema.ApplyAsync([Herbs, Trees], default);

        (await store.RowsAsync("SELECT name FROM schema_log ORDER BY name")).Select(row => row[0]).ShouldBe(["001_herbs", "002_trees"]);
        (await store.RowsAsync("SELECT count(*) FROM trees"))[0][0].ShouldBe("1");
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Refuses_a_file_that_changed_after_it_was_applied(Provider provider)
    {
        await using var store = await stores.EmptyAsync(provider);
        await store.Schema.ApplyAsync([Herbs], default);

        var refusal = await Should.ThrowAsync<InvalidOperationException>(
            store.Schema.ApplyAsync([Herbs with { Sql = "CREATE TABLE herbs (id TEXT);" }], default));

        refusal.Message.ShouldContain("001_herbs");
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Refuses_a_store_of_a_newer_program(Provider provider)
    {
        await using var store = await stores.EmptyAsync(provider);
        await store.Schema.ApplyAsync([Herbs, Trees], default);
        (await Should.ThrowAsync<InvalidOperationException>(store.Schema.ApplyAsync([Herbs], default))).Message.ShouldContain("002_trees");
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Leaves_nothing_of_a_file_that_fails_halfway(Provider provider)
    {
        await using var store = await stores.EmptyAsync(provider);
        var broken = new SchemaFile("001_broken", "CREATE TABLE half (name TEXT); CREATE TABLE half (name TEXT);");

        await Should.ThrowAsync<Exception>(store.Schema.ApplyAsync([broken], default));

        (await Should.ThrowAsync<Exception>(store.RowsAsync("SELECT name FROM half"))).Message.ShouldContain("half");
        (await store.RowsAsync("SELECT name FROM schema_log")).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Two_programs_that_start_together_apply_it_once(Provider provider)
    {
        await using var store = await stores.EmptyAsync(provider);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => store.Schema.ApplyAsync([Herbs, Trees], default))));
        (await store.RowsAsync("SELECT count(*) FROM trees"))[0][0].ShouldBe("1");
    }

    [Fact]
    public void The_files_are_numbered_without_a_gap_and_every_provider_has_the_same()
    {
        var names = SchemaFile.For("sqlite").Select(file => file.Name).ToList();
        names.Select(name => int.Parse(name[..3], System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(Enumerable.Range(1, names.Count));
        SchemaFile.For("postgres").Select(file => file.Name).ShouldBe(names);
    }
}

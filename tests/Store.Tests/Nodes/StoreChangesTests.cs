using System.Collections.Concurrent;
using CommandCenter.Store.Records;
using CommandCenter.Store.Tests.Host;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Store.Tests.Nodes;

[Collection(Stores.Name)]
public sealed class StoreChangesTests(Stores stores)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Who_listens_on_this_node_has_heard_when_the_change_is_saved(Provider provider)
    {
        await using var store = await stores.OpenAsync(provider);
        var heard = new List<string?>();
        using var listening = store.Changes.Listen("keys", detail => Note(heard, detail));

        await SaveKeyAsync(store, "a", detail: "a");
        await store.Changes.TellAsync("keys", null, default);
        await store.Changes.TellAsync("others", "b", default);

        heard.ShouldBe(["a", null]);
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Nothing_is_told_of_what_was_not_saved(Provider provider)
    {
        await using var store = await stores.OpenAsync(provider);
        await SaveKeyAsync(store, "a", detail: "a");
        var heard = new List<string?>();
        using var listening = store.Changes.Listen("keys", detail => Note(heard, detail));

        await Should.ThrowAsync<DbUpdateException>(SaveKeyAsync(store, "a", detail: "a"));

        heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_node_hears_each_change_once_and_in_order()
    {
        await using var here = await stores.OpenAsync(Provider.Postgres);
        await using var there = TestStore.OnPostgres(here.Database);
        await here.StartAsync();
        await there.StartAsync();
        var heard = new BlockingCollection<string?>();
        using var listening = there.Changes.Listen("keys", detail => Note(heard, detail));

        var long_ = new string('长', 5_000);
        for (var i = 0; i < 50; i++) await SaveKeyAsync(here, $"key {i}", detail: $"{i}");
        await here.Changes.TellAsync("keys", long_, default);
        await here.Changes.TellAsync("keys", "two\nlines", default);

        for (var i = 0; i < 50; i++) Next(heard).ShouldBe($"{i}");
        Next(heard).ShouldBeNull(); // Too long to be carried: everything may have changed.
        Next(heard).ShouldBe("two\nlines");
        heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_may_have_missed_something_is_told_to_reload()
    {
        await using var here = await stores.OpenAsync(Provider.Postgres);
        await using var there = TestStore.OnPostgres(here.Database);
        await there.StartAsync();
        var heard = new BlockingCollection<string?>();
        using var listening = there.Changes.Listen("keys", detail => Note(heard, detail));

        await here.RowsAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()");

        Next(heard).ShouldBeNull();
        await here.Changes.TellAsync("keys", "again", default);
        Next(heard).ShouldBe("again");
    }

    [Fact]
    public async Task A_listener_that_failed_is_told_to_reload_until_it_succeeds()
    {
        await using var store = await stores.OpenAsync(Provider.Sqlite);
        var heard = new BlockingCollection<string?>();
        using var listening = store.Changes.Listen("keys", detail =>
        {
            heard.Add(detail);
            return heard.Count < 3 ? throw new InvalidOperationException("not now") : Task.CompletedTask;
        });

        await store.Changes.TellAsync("keys", "a", default);

        SpinWait.SpinUntil(() => heard.Count == 3, Patience).ShouldBeTrue();
        heard.ShouldBe(["a", null, null]);
    }

    private static async Task SaveKeyAsync(TestStore store, string id, string detail)
    {
        await using var db = store.Db();
        db.DataKeys.Add(new DataKey { Id = id, Xml = "<key/>", MadeAt = DateTimeOffset.UnixEpoch });
        await store.Changes.SaveAsync(db, "keys", detail, default);
    }

    private static string? Next(BlockingCollection<string?> heard) =>
        heard.TryTake(out var detail, Patience) ? detail : throw new TimeoutException("Nothing was heard.");

    private static Task Note(ICollection<string?> heard, string? detail)
    {
        heard.Add(detail);
        return Task.CompletedTask;
    }

    private static Task Note(BlockingCollection<string?> heard, string? detail)
    {
        heard.Add(detail);
        return Task.CompletedTask;
    }
}

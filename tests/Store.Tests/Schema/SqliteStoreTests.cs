using CommandCenter.Domain.Geography;
using CommandCenter.Store.Records;
using CommandCenter.Store.Tests.Host;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Store.Tests.Schema;

[Collection(Stores.Name)]
public sealed class SqliteStoreTests(Stores stores)
{
    [Fact]
    public async Task What_is_committed_is_on_disk_and_there_is_no_write_ahead_log()
    {
        await using var store = await stores.OpenAsync(Provider.Sqlite);
        (await store.RowsAsync("PRAGMA journal_mode"))[0][0].ShouldBe("delete");
        (await store.RowsAsync("PRAGMA synchronous"))[0][0].ShouldBe("2");
        (await store.RowsAsync("PRAGMA foreign_keys"))[0][0].ShouldBe("1");
        (await store.RowsAsync("PRAGMA busy_timeout"))[0][0].ShouldBe("5000");
    }

    [Fact]
    public async Task A_reference_to_nothing_is_refused()
    {
        await using var store = await stores.OpenAsync(Provider.Sqlite);
        await Should.ThrowAsync<SqliteException>(store.RowsAsync("INSERT INTO account_roles VALUES ('nobody', 'nothing')"));
    }

    [Fact]
    public async Task A_writer_waits_for_another_instead_of_failing()
    {
        await using var store = await stores.OpenAsync(Provider.Sqlite);
        await using var first = store.Db();
        await using var transaction = await first.Database.BeginTransactionAsync();
        first.IngestTokens.Add(Token("first"));
        await first.SaveChangesAsync();

        await using var second = store.Db();
        second.IngestTokens.Add(Token("second"));
        var waiting = Task.Run(() => second.SaveChangesAsync());
        (await Task.WhenAny(waiting, Task.Delay(200))).ShouldNotBe(waiting);
        await transaction.CommitAsync();
        await waiting;

        (await store.RowsAsync("SELECT id FROM ingest_tokens ORDER BY id")).Select(row => row[0]).ShouldBe(["first", "second"]);
    }

    [Fact]
    public async Task A_writer_that_waited_in_vain_is_told_so_and_wrote_nothing()
    {
        await using var store = await stores.OpenAsync(Provider.Sqlite);
        await using var first = store.Db();
        await using var transaction = await first.Database.BeginTransactionAsync();

        await using var second = store.Db();
        second.IngestTokens.AddRange(Token("half"), Token("whole"));
        var busy = await Should.ThrowAsync<Exception>(Task.Run(() => second.SaveChangesAsync()));

        StoreFailures.Of(busy).ShouldBe(StoreFailure.Unavailable);
        await transaction.RollbackAsync();
        (await store.RowsAsync("SELECT id FROM ingest_tokens")).ShouldBeEmpty();
        await second.SaveChangesAsync();
        (await store.RowsAsync("SELECT id FROM ingest_tokens ORDER BY id")).Select(row => row[0]).ShouldBe(["half", "whole"]);
    }

    private static IngestToken Token(string id) => new()
    {
        Id = id, Name = id, Hash = id, Scope = RegionCode.Parse("440700000000"), CreatedAt = DateTimeOffset.UnixEpoch,
    };
}

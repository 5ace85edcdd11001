using Microsoft.Data.Sqlite;

namespace CommandCenter.Store.Tests.Schema;

public sealed class SqliteStoreTests
{
    [Fact]
    public async Task What_is_committed_is_on_disk_and_there_is_no_write_ahead_log()
    {
        await using var store = await TestStore.OpenAsync();
        (await store.RowsAsync("PRAGMA journal_mode"))[0][0].ShouldBe("delete");
        (await store.RowsAsync("PRAGMA synchronous"))[0][0].ShouldBe("2");
        (await store.RowsAsync("PRAGMA foreign_keys"))[0][0].ShouldBe("1");
        (await store.RowsAsync("PRAGMA busy_timeout"))[0][0].ShouldBe("5000");
    }

    [Fact]
    public async Task A_reference_to_nothing_is_refused()
    {
        await using var store = await TestStore.OpenAsync();
        await Should.ThrowAsync<SqliteException>(store.RowsAsync("INSERT INTO account_roles VALUES ('nobody', 'nothing')"));
    }
}

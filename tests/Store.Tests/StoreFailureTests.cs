using CommandCenter.Domain.Geography;
using CommandCenter.Store.Records;
using CommandCenter.Store.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CommandCenter.Store.Tests;

[Collection(Stores.Name)]
public sealed class StoreFailureTests(Stores stores)
{
    [Theory]
    [InlineData(0)]
    [InlineData(0xD83D)]
    public async Task A_text_that_PostgreSQL_cannot_hold_is_named_as_such(int unit)
    {
        await using var store = await stores.OpenAsync(Provider.Postgres);
        await using var db = store.Db();
        db.IngestTokens.Add(new IngestToken
        {
            Id = "1", Name = $"网关{(char)unit}", Hash = "1", Scope = RegionCode.Parse("440700000000"), CreatedAt = DateTimeOffset.UnixEpoch,
        });
        StoreFailures.Of(await Should.ThrowAsync<Exception>(db.SaveChangesAsync())).ShouldBe(StoreFailure.Unstorable);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_away()
    {
        await using var store = TestStore.OnPostgres("Host=127.0.0.1;Port=1;Username=postgres;Database=postgres");
        var failure = await Should.ThrowAsync<Exception>(store.RowsAsync("SELECT 1"));
        StoreFailures.Of(failure).ShouldBe(StoreFailure.Unavailable);
    }

    [Fact]
    public async Task A_server_that_goes_between_two_commands_of_a_transaction_is_away()
    {
        await using var store = await stores.OpenAsync(Provider.Postgres);
        await using var db = store.Db();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var cut = await Should.ThrowAsync<Exception>(db.Database.ExecuteSqlRawAsync("SELECT pg_terminate_backend(pg_backend_pid())"));
        StoreFailures.Of(cut).ShouldBe(StoreFailure.Unavailable);
        var late = await Should.ThrowAsync<InvalidOperationException>(db.Database.ExecuteSqlRawAsync("SELECT 1"));
        StoreFailures.Of(late).ShouldBe(StoreFailure.Unavailable, late.ToString());
    }

    [Fact]
    public async Task A_mistake_of_ours_is_no_failure_of_the_store()
    {
        await using var store = await stores.OpenAsync(Provider.Postgres);
        StoreFailures.Of(await Should.ThrowAsync<PostgresException>(store.RowsAsync("SELECT nonsense"))).ShouldBe(StoreFailure.None);
        StoreFailures.Of(new InvalidOperationException()).ShouldBe(StoreFailure.None);
    }
}

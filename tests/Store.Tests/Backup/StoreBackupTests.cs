using CommandCenter.Domain.Geography;
using CommandCenter.Store.Backup;
using CommandCenter.Store.Records;
using CommandCenter.Store.Tests.Host;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Store.Tests.Backup;

[Collection(Stores.Name)]
public sealed class StoreBackupTests(Stores stores) : IDisposable
{
    private static readonly DateTimeOffset Day = new(2026, 11, 24, 8, 30, 15, 250, TimeSpan.FromHours(8));
    private readonly string _folder = Directory.CreateTempSubdirectory("cc-store-backup-").FullName;
    private readonly string _again = Directory.CreateTempSubdirectory("cc-store-backup-").FullName;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_again, recursive: true);
    }

    [Theory]
    [InlineData(Provider.Sqlite, Provider.Sqlite)]
    [InlineData(Provider.Sqlite, Provider.Postgres)]
    [InlineData(Provider.Postgres, Provider.Sqlite)]
    [InlineData(Provider.Postgres, Provider.Postgres)]
    public async Task What_one_provider_saved_comes_back_in_another_to_the_byte(Provider from, Provider to)
    {
        await using var old = await stores.OpenAsync(from);
        await FillAsync(old);
        var saved = await new StoreBackup(old.Factory, old.Schema).SaveAsync(_folder, default);

        await using var young = await stores.EmptyAsync(to);
        var backup = new StoreBackup(young.Factory, young.Schema);
        (await backup.IsEmptyAsync(default)).ShouldBeTrue();
        (await backup.RestoreAsync(_folder, saved, default)).ShouldBe(saved.Rows, ignoreOrder: true);

        saved.Rows["accounts"].ShouldBe(2);
        (await backup.IsEmptyAsync(default)).ShouldBeFalse();
        await backup.SaveAsync(_again, default);
        foreach (var file in Directory.GetFiles(_folder))
            (await LinesAsync(Path.Combine(_again, Path.GetFileName(file)))).ShouldBe(await LinesAsync(file), Path.GetFileName(file));

        // The store goes on: numbers it gives out itself do not meet the restored ones.
        await using var db = young.Db();
        db.UserClaims.Add(new IdentityUserClaim<string> { UserId = "1", ClaimType = "a", ClaimValue = "b" });
        await db.SaveChangesAsync();
    }

    [Fact]
    public async Task A_row_that_does_not_fit_leaves_nothing_behind()
    {
        await using var old = await stores.OpenAsync(Provider.Sqlite);
        await FillAsync(old);
        var saved = await new StoreBackup(old.Factory, old.Schema).SaveAsync(_folder, default);
        await File.AppendAllTextAsync(Path.Combine(_folder, "ingest_tokens.ndjson"), "{\"id\":null}\n");

        await using var young = await stores.EmptyAsync(Provider.Sqlite);
        await Should.ThrowAsync<Exception>(new StoreBackup(young.Factory, young.Schema).RestoreAsync(_folder, saved, default));
        (await young.RowsAsync("SELECT count(*) FROM accounts"))[0][0].ShouldBe("0");
    }

    [Fact]
    public async Task A_backup_of_a_newer_program_is_refused()
    {
        await using var young = await stores.EmptyAsync(Provider.Sqlite);
        var newer = new StoreContent(["001_accounts", "999_from_the_future"], new Dictionary<string, long>());
        (await Should.ThrowAsync<InvalidOperationException>(new StoreBackup(young.Factory, young.Schema).RestoreAsync(_folder, newer, default)))
            .Message.ShouldContain("999_from_the_future");
    }

    private static async Task FillAsync(TestStore store)
    {
        await using var db = store.Db();
        db.Accounts.AddRange(
            new Account { Id = "1", UserName = "li", NormalizedUserName = "LI", DisplayName = "李晓彤 𠮷\"\\\n", Scope = RegionCode.Parse("440781110000"), CreatedAt = Day, LockoutEnd = Day.AddMinutes(15) },
            new Account { Id = "2", DisplayName = "", Scope = RegionCode.Parse("440700000000"), CreatedAt = Day, DisabledAt = Day });
        db.UserClaims.Add(new IdentityUserClaim<string> { UserId = "1", ClaimType = "scope", ClaimValue = "440781" });
        db.IngestTokens.Add(new IngestToken { Id = "1", Name = "网关", Hash = new string('a', 64), Scope = RegionCode.Parse("440700000000"), CreatedAt = Day });
        db.RegionBoundaries.Add(new RegionBoundaryRecord { Code = RegionCode.Parse("440781110000"), Wkb = [0, 1, 255, 10, 13] });
        db.Devices.Add(new DeviceRecord
        {
            Id = "WL-1", Name = "崖门水道 3#", Type = "水位站", Department = "水利", Lon = 113.08150000000001, Lat = -1e-7,
            Region = RegionCode.Parse("440781110000"), IsIllustrative = true, RegisteredAt = Day,
        });
        await db.SaveChangesAsync();
    }

    private static async Task<string[]> LinesAsync(string file) => [.. (await File.ReadAllLinesAsync(file)).Order(StringComparer.Ordinal)];
}

using CommandCenter.Analytics.Backup;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Tests.ClickHouse;
using CommandCenter.Analytics.Tests.Ingest;

namespace CommandCenter.Analytics.Tests.Backup;

[Collection(Embedded.Name)]
public sealed class FactsBackupTests(EmbeddedPlace place) : IDisposable
{
    private readonly IClickHouse _clickHouse = place.Open("backup_tests");

    public void Dispose() => _clickHouse.Dispose();

    [Fact]
    public async Task Facts_and_spool_of_one_moment_add_up_to_what_was_acknowledged()
    {
        await using var city = await IntakeCity.OpenAsync(_clickHouse);
        await city.PostAsync(Sample.Readings(city.Gauge, 500));
        var name = $"moment-{Guid.NewGuid():N}";
        var spool = Directory.CreateTempSubdirectory("cc-saved-spool-").FullName;

        IReadOnlyList<TableTotals> saved;
        using (await city.HoldInsertsAsync())
        {
            await city.PostAsync(Sample.Readings(city.Rain, 300)); // Acknowledged while inserts are held back.
            saved = await new FactsBackup(_clickHouse).TotalsAsync(default);
            (await new FactsBackup(_clickHouse).SaveAsync(name, default)).ShouldBe("backup_tests");
            foreach (var file in Directory.GetFiles(city.Folder)) File.Copy(file, Path.Combine(spool, Path.GetFileName(file)));
        }

        using var empty = place.Open("backup_restored");
        await new FactsBackup(empty).RestoreAsync(name, "backup_tests", default);
        (await new FactsBackup(empty).TotalsAsync(default)).ShouldBe(saved);

        await using var again = await IntakeCity.ReopenAsync(empty, spool);
        (await again.CountAsync()).ShouldBe(800);
    }

    [Fact]
    public async Task Totals_are_the_same_however_rows_were_merged_and_move_with_any_row()
    {
        var backup = new FactsBackup(_clickHouse);
        await using var city = await IntakeCity.OpenAsync(_clickHouse);
        await city.PostAsync(Sample.Readings(city.Gauge, 50));
        await city.RestartAsync();
        await city.PostAsync(Sample.Readings(city.Rain, 50));
        await city.StopAsync();
        var before = await backup.TotalsAsync(default);
        foreach (var table in before) await _clickHouse.ExecuteAsync(new($"OPTIMIZE TABLE {table.Table} FINAL"), default);
        (await backup.TotalsAsync(default)).ShouldBe(before);

        await city.StartAsync();
        await city.PostAsync(Sample.Readings(city.Gauge, 51));
        await city.StopAsync();

        var after = await backup.TotalsAsync(default);
        foreach (var table in Tables.Rollups.Prepend("readings"))
            after.Single(totals => totals.Table == table).Sum.ShouldNotBe(before.Single(totals => totals.Table == table).Sum, table);
    }

    [Fact]
    public async Task Restores_only_into_an_empty_database()
    {
        await using var city = await IntakeCity.OpenAsync(_clickHouse);
        var name = $"full-{Guid.NewGuid():N}";
        await new FactsBackup(_clickHouse).SaveAsync(name, default);
        await Should.ThrowAsync<InvalidOperationException>(new FactsBackup(_clickHouse).RestoreAsync(name, "backup_tests", default));
    }

    [Theory]
    [InlineData("a'b")]
    [InlineData("../up")]
    [InlineData("")]
    public async Task A_backups_name_is_a_plain_word(string name) =>
        await Should.ThrowAsync<ArgumentException>(new FactsBackup(_clickHouse).SaveAsync(name, default));
}

using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Tests.ClickHouse;
using CommandCenter.Domain.Sensing;
using CommandCenter.Tests.Faults;

namespace CommandCenter.Analytics.Tests.Ingest;

/// <summary>The spool on a disk that lies, tears or fills up.</summary>
[Collection(Embedded.Name), Trait("Category", "Fault")]
public sealed class SpoolFaultTests(EmbeddedPlace place) : IAsyncLifetime
{
    private const int Rows = 100;
    private readonly IClickHouse _clickHouse = place.Open("spool_faults");
    private readonly Random _random = new(4);
    private int _posted;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _clickHouse.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("bit flip")]
    [InlineData("truncation")]
    public async Task What_is_whole_is_kept_and_the_damage_is_told(string damage)
    {
        var rounds = FaultTable.Rounds(10);
        await using var city = await IntakeCity.OpenAsync(_clickHouse);
        var recovered = TimeSpan.Zero;
        for (var round = 0; round < rounds; round++)
        {
            city.ClickHouse.IsAway = true;
            for (var i = 0; i < 10; i++) (await TakesAsync(city)).ShouldBeTrue();
            await city.StopAsync();
            Damage(Directory.GetFiles(city.Folder, "*.spool").Order().Last(file => new FileInfo(file).Length > 0), damage);
            city.ClickHouse.IsAway = false;
            await city.StartAsync();
            var took = await city.FlushedAsync();
            if (took > recovered) recovered = took;
        }

        // One batch of each round is one frame: it is all that one damaged place costs. The same place may be told again.
        city.Notes.Where(note => note.Contains("damaged bytes")).Distinct().Count().ShouldBe(rounds);
        Directory.GetFiles(Path.Combine(city.Folder, "quarantine")).Length.ShouldBe(rounds);
        await city.CheckAsync($"F4 {damage} in the spool", rounds, _posted, recovered, told: rounds * Rows, $"damaged={rounds * Rows} told={rounds}");
    }

    [Fact]
    public async Task A_full_disk_takes_nothing_and_loses_nothing()
    {
        using var disk = SmallDisk.TryMount(1);
        if (disk is null)
        {
            FaultTable.Tell("F10 disk full, spool: not tried, this machine mounts nothing");
            return;
        }

        await using var city = await IntakeCity.OpenAsync(_clickHouse, folder: Path.Combine(disk.Folder, "spool"));
        var rounds = FaultTable.Rounds(3);
        var recovered = TimeSpan.Zero;
        var refused = 0;
        for (var round = 0; round < rounds; round++)
        {
            // Full of readings that ClickHouse does not take ...
            city.ClickHouse.IsAway = true;
            while (await TakesAsync(city)) { }
            refused++;
            // ... a restart finds them ...
            await city.StopAsync();
            await city.StartAsync();
            (await TakesAsync(city)).ShouldBeFalse();
            // ... and when ClickHouse took them there is room again.
            city.ClickHouse.IsAway = false;
            var took = await city.FlushedAsync();
            if (took > recovered) recovered = took;
            (await TakesAsync(city)).ShouldBeTrue();
            await city.FlushedAsync();

            // Full of something else: what was written before is safe, and it goes on when somebody makes room.
            var filler = disk.Fill();
            while (await TakesAsync(city)) { }
            await city.FlushedAsync();
            File.Delete(filler);
            (await TakesAsync(city)).ShouldBeTrue();
            await city.FlushedAsync();
        }

        refused.ShouldBe(rounds);
        await city.CheckAsync("F10 disk full, spool", rounds, _posted, recovered, more: $"refused={refused * 3}");
    }

    /// <summary>False when the batch was refused; then it is sent again later.</summary>
    private async Task<bool> TakesAsync(IntakeCity city)
    {
        var batch = Next(city);
        try
        {
            (await city.PostAsync(batch)).Accepted.ShouldBe(Rows);
            return true;
        }
        catch (IngestUnavailableException)
        {
            _posted -= Rows;
            return false;
        }
    }

    private Reading[] Next(IntakeCity city)
    {
        _posted += Rows;
        return [.. Enumerable.Range(_posted - Rows, Rows).Select(i => Sample.Reading(city.Gauge, i % 50 / 10.0, TimeSpan.FromSeconds(i) * -1))];
    }

    private void Damage(string segment, string damage)
    {
        var bytes = File.ReadAllBytes(segment);
        if (damage == "truncation") bytes = bytes[..^_random.Next(1, 100)];
        else bytes[_random.Next(bytes.Length)] ^= (byte)(1 << _random.Next(8));
        File.WriteAllBytes(segment, bytes);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.EndToEnd.Host;
using CommandCenter.EndToEnd.Ingest;
using CommandCenter.Tests.Faults;

namespace CommandCenter.EndToEnd.Operations;

/// <summary>The drill: the running product is backed up by its own verb while readings come in, the folder is lost, and the backup
/// is brought back into an empty one by the other verb.</summary>
public sealed class RestoreDrillTests : IAsyncLifetime
{
    private const int Devices = 40;
    private readonly string _home = Directory.CreateTempSubdirectory("command-center-drill-").FullName;
    private DemoFolder _demo = null!;

    private string Lost => Path.Combine(_home, "lost");

    private string Restored => Path.Combine(_home, "restored");

    private string Saved => Path.Combine(_home, "saved");

    public async Task InitializeAsync() => _demo = await DemoFolder.CopyToAsync(Lost);

    public Task DisposeAsync()
    {
        Directory.Delete(_home, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_backup_of_the_running_product_restores_to_one_moment_with_equal_counts_and_sums()
    {
        var senders = Enumerable.Range(0, 4).Select(number => new Sender(number, Devices)).ToArray();
        HashSet<(string Device, long Ts)> before;
        TimeSpan backup;
        string profile;
        await using (var server = await ServerProcess.StartAsync(Lost))
        {
            using var http = Client(server);
            await RegisterAsync(http);
            using (var pause = new CancellationTokenSource(TimeSpan.FromSeconds(2)))
                await Task.WhenAll(senders.Select(sender => sender.SendUntilAsync(http, pause.Token)));
            before = [.. senders.SelectMany(sender => sender.Acknowledged)];

            using var stop = new CancellationTokenSource();
            var sending = senders.Select(sender => sender.SendUntilAsync(http, stop.Token)).ToArray();
            await Task.WhenAll(senders.Select(sender => sender.FirstAnswer));
            var watch = Stopwatch.StartNew();
            (await ServerProcess.RunVerbAsync(Lost, "backup", "--to", Saved)).ShouldContain("已备份");
            backup = watch.Elapsed;
            await stop.CancelAsync();
            await Task.WhenAll(sending);
            profile = await ProfileAsync(server);
            await server.KillAsync(); // The machine is gone.
        }

        (await ServerProcess.RunVerbAsync(Restored, "restore", "--from", Saved, "--check")).ShouldContain("备份完好");
        var restoring = Stopwatch.StartNew();
        var told = await ServerProcess.RunVerbAsync(Restored, "restore", "--from", Saved);
        told.ShouldContain("行数与合计全部相符");
        var restore = restoring.Elapsed;

        (await ServerProcess.RunVerbAsync(Restored, "verify-audit")).ShouldContain("审计链完整");
        await using (var server = await ServerProcess.StartAsync(Restored))
        {
            (await ProfileAsync(server)).ShouldBe(profile);
            await server.StopAsync();
        }

        var (atOnce, _) = await StoredReadings.CountAsync(Restored);
        before.Except(atOnce).ShouldBeEmpty("acknowledged before the backup began");
        await using (var server = await ServerProcess.StartAsync(Restored))
        {
            using var http = Client(server);
            // What was sent last may be missing from the backup: the gateways send it again, and nothing counts twice.
            foreach (var sender in senders) await sender.RepeatAsync(http);
            await server.StopAsync();
        }

        var acknowledged = senders.SelectMany(sender => sender.Acknowledged).ToHashSet();
        var (found, doubled) = await StoredReadings.CountAsync(Restored);
        var missing = acknowledged.Except(found).Count();
        var size = Directory.EnumerateFiles(Saved, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        FaultTable.Tell("F33 backup and restore", 1, acknowledged.Count, found.Count, doubled, missing, restore,
            string.Create(CultureInfo.InvariantCulture, $"backup={backup.TotalSeconds:0.0}s bytes={size} tables={told.Split('\n').Count(line => line.StartsWith("  ", StringComparison.Ordinal))} equal"));
        before.Count.ShouldBeGreaterThan(100);
        (missing, doubled, found.Count).ShouldBe((0, 0L, acknowledged.Count));
    }

    [Fact]
    public async Task Without_a_server_the_verb_makes_the_backup_itself_and_a_damaged_one_changes_nothing()
    {
        await ServerProcess.RunVerbAsync(Lost, "backup", "--to", Saved);
        (await Should.ThrowAsync<InvalidOperationException>(ServerProcess.RunVerbAsync(Lost, "restore", "--from", Saved))).Message.ShouldContain("不是空的");

        var victim = Directory.EnumerateFiles(Path.Combine(Saved, "store"), "regions.ndjson").Single();
        var bytes = await File.ReadAllBytesAsync(victim);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(victim, bytes);

        (await Should.ThrowAsync<InvalidOperationException>(ServerProcess.RunVerbAsync(Restored, "restore", "--from", Saved)))
            .Message.ShouldContain("regions.ndjson");
        Directory.EnumerateFiles(Restored, "store.db").ShouldBeEmpty();
    }

    private HttpClient Client(ServerProcess server)
    {
        var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _demo.Token);
        return http;
    }

    private async Task<string> ProfileAsync(ServerProcess server)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        (await http.PostAsJsonAsync("/api/v1/session", new { user = "staff", password = _demo.Passwords["staff"] })).EnsureSuccessStatusCode();
        return await http.GetStringAsync($"/api/v1/regions/{RunningCity.Taishan}/profile");
    }

    private static async Task RegisterAsync(HttpClient http)
    {
        var lines = Enumerable.Range(0, Devices).Select(i =>
            $$"""{"device":"K-{{i}}","name":"试验 {{i}}","type":"水位站","department":"水利","lon":113.0815,"lat":22.5787,"illustrative":true}""");
        using var answer = await http.PostAsync("/api/v1/devices", new StringContent(string.Join('\n', lines)));
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"accepted\":{Devices}");
    }
}

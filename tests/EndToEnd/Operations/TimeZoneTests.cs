using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using CommandCenter.EndToEnd.Host;
using CommandCenter.Tests.Faults;

namespace CommandCenter.EndToEnd.Operations;

/// <summary>F34: a server whose machine stands in another time zone shows the same city at the same Beijing time.</summary>
public sealed partial class TimeZoneTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("command-center-zone-").FullName;
    private string _password = "";

    public async Task InitializeAsync() => _password = (await DemoFolder.CopyToAsync(_folder)).Passwords["leader"];

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_server_in_another_time_zone_shows_the_same_figures_and_times()
    {
        var seen = new List<(string Profile, string Wall, string Region)>();
        foreach (var zone in new[] { "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati" })
        {
            await using var server = await ServerProcess.StartAsync(_folder, settings: new Dictionary<string, string> { ["TZ"] = zone });
            using var http = new HttpClient { BaseAddress = server.Address };
            (await http.PostAsJsonAsync("/api/v1/session", new { user = "leader", password = _password })).EnsureSuccessStatusCode();
            seen.Add((
                await http.GetStringAsync($"/api/v1/regions/{RunningCity.Taishan}/profile"),
                WhatIsRead(await http.GetStringAsync($"/wall/overview?region={RunningCity.City}")),
                WhatIsRead(await http.GetStringAsync($"/regions/{RunningCity.Taishan}"))));
            await server.StopAsync();
        }

        seen[0].Profile.ShouldContain("asOf", Case.Insensitive);
        seen[0].Wall.ShouldContain("江门市");
        seen.Distinct().Count().ShouldBe(1);
        FaultTable.Tell("F34 server in another time zone: rounds=3 pages and profile equal");
    }

    /// <summary>The words and figures of a page, without its markup and scripts. The watermark's time, which moves on meanwhile, is
    /// Beijing's.</summary>
    private static string WhatIsRead(string html)
    {
        var text = Space().Replace(Tags().Replace(Scripts().Replace(html, ""), " "), " ");
        var beijing = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8));
        foreach (Match moment in Moment().Matches(text))
            moment.Value.ShouldBeOneOf([.. Enumerable.Range(0, 5).Select(minutes => beijing.AddMinutes(-minutes).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture))]);
        return Moment().Replace(text, "");
    }

    [GeneratedRegex(@"\b\d\d-\d\d \d\d:\d\d\b")]
    private static partial Regex Moment();

    [GeneratedRegex("<script.*?</script>|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Scripts();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

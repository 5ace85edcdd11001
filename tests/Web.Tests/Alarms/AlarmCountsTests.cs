using System.Net.Http.Json;
using System.Text.Json;
using CommandCenter.Web.Features.Alarms;
using CommandCenter.Web.Shared;
using CommandCenter.Web.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Alarms;

/// <summary>Whoever counts alarms counts those that the rules raised: nobody is shown two numbers for one region.</summary>
[Collection(RunningApp.Name)]
public sealed class AlarmCountsTests(CommandCenterApp app)
{
    [Fact]
    public async Task Pages_panels_interface_and_map_count_the_same_alarms()
    {
        var city = await AlarmCity.BuildAsync(app);
        await city.KeepRuleAsync();
        string worse = city.Device("1"), bad = city.Device("2"), fine = city.Device("3");
        await city.PostAsync(worse, 6);
        await city.PostAsync(bad, 4);
        await city.PostAsync(fine, 1);
        await city.AlarmsAsync("staff", 2);

        var picture = app.Services.GetRequiredService<AlarmsFeed>().PictureOf(Domain.Access.RegionScope.Of(Domain.Geography.RegionCode.Parse(CommandCenterApp.Town)));
        picture.Holding.ShouldBeGreaterThanOrEqualTo(2);
        using var leader = await app.SignInAs("leader");
        var counts = await leader.GetFromJsonAsync<JsonElement>($"/api/v1/alarms/counts?region={CommandCenterApp.Town}");
        counts.GetProperty("holding").GetInt32().ShouldBe(picture.Holding);
        var groups = await leader.GetFromJsonAsync<JsonElement>($"/api/v1/alarms/groups?region={CommandCenterApp.Town}&by=type");
        groups.EnumerateArray().Sum(group => group.GetProperty("holding").GetInt32()).ShouldBe(picture.Holding);
        var page = await leader.GetStringAsync($"/regions/{CommandCenterApp.Town}");
        page.ShouldContain($"data-live=\"alarms:{CommandCenterApp.Town}\"");
        page.ShouldMatch($"data-figure=\"holding\"[^>]*>{picture.Holding}<");

        var warnings = app.Services.GetRequiredService<DeviceWarnings>();
        (warnings.Of(worse), warnings.Of(bad), warnings.Of(fine)).ShouldBe((Domain.Status.WarningColor.Red, Domain.Status.WarningColor.Yellow, Domain.Status.WarningColor.None));
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Web.Tests.Host;
using CommandCenter.Web.Tests.House;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.BadInputs;

/// <summary>A name may hold anything a name can hold; no screen runs it.</summary>
[Collection(RunningApp.Name)]
public sealed partial class BadNameTests(CommandCenterApp app)
{
    private const string Evil = "<img src=x onerror=alert(1)>𠮷";

    [Fact]
    public async Task A_name_is_text_wherever_it_is_shown()
    {
        using var system = app.Browser();
        system.DefaultRequestHeaders.Authorization = new("Bearer", await app.MakeTokenAsync());
        var line = JsonSerializer.Serialize(new { device = "EVIL-1", name = Evil, type = Evil, department = Evil, lon = 113.0815, lat = 22.5787 });
        (await system.PostAsync("/api/v1/devices", new StringContent(line))).EnsureSuccessStatusCode();
        var register = app.Services.GetRequiredService<DeviceRegister>();
        register.UseMetrics([.. register.Metrics.Where(metric => metric.Key != "evil"), new("evil", Evil, Evil, 0, 10, [new(CommandCenter.Domain.Status.WarningColor.Red, 5)])]);
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        (await (await system.PostAsync("/api/v1/telemetry", new StringContent($$"""{"device":"EVIL-1","metric":"evil","ts":{{now}},"value":9}"""))).Content.ReadAsStringAsync())
            .ShouldContain("\"accepted\":1");

        using var leader = await app.SignInAs("leader");
        var shown = 0;
        foreach (var address in new[] { "/wall/overview", $"/regions/{CommandCenterApp.City}", "/m", $"/regions/{CommandCenterApp.City}?indicator={Uri.EscapeDataString(Evil)}" })
        {
            var page = await leader.GetStringAsync(address);
            page.ShouldNotContain("<img src=x", Case.Insensitive, address);
            shown += Escaped().Count(page);
        }
        shown.ShouldBeGreaterThan(0, "so that its harmlessness means something");
    }

    [Fact]
    public void No_source_puts_a_text_into_a_page_as_markup() => (
        from file in SourceTree.Files("src/CommandCenter.Web", ".js", ".razor", ".cs")
        from line in file.Lines
        where AsMarkup().IsMatch(line)
        select $"{file.Path}: {line.Trim()}").ShouldBeEmpty("use textContent, setText, or a component");

    [GeneratedRegex("&lt;img src=x onerror")]
    private static partial Regex Escaped();

    [GeneratedRegex(@"\b(?:innerHTML|outerHTML|insertAdjacentHTML|setHTML\w*|document\.write|createContextualFragment|MarkupString|AddMarkupContent)\b")]
    private static partial Regex AsMarkup();
}

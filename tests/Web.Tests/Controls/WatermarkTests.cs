using System.Net;
using CommandCenter.Web.Tests.Host;

namespace CommandCenter.Web.Tests.Controls;

[Collection(RunningApp.Name)]
public sealed class WatermarkTests(CommandCenterApp app)
{
    [Fact]
    public async Task A_wall_says_who_opened_it()
    {
        using var leader = await app.SignInAs("leader");
        var page = WebUtility.HtmlDecode(await leader.GetStringAsync("/wall/overview"));
        page.ShouldMatch(@"class=""watermark"" aria-hidden=""true""[^>]*>\s*<span[^>]*>陈志远 \d\d-\d\d \d\d:\d\d</span>");
    }
}

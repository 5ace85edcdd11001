using CommandCenter.Web.Map;
using CommandCenter.Web.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Map;

[Collection(RunningApp.Name)]
public sealed class AtlasArchiveTests(CommandCenterApp app)
{
    [Fact]
    public async Task What_was_saved_is_loaded_again_with_the_same_version()
    {
        var archive = app.Services.GetRequiredService<AtlasArchive>();
        var current = app.Services.GetRequiredService<AtlasHolder>().Current;
        (await archive.LoadAsync(CancellationToken.None)).Version.ShouldBe(current.Version);
        (await archive.SaveAsync(current, CancellationToken.None)).ShouldBeFalse();
    }
}

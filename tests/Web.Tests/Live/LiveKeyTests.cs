using CommandCenter.Web.Live;

namespace CommandCenter.Web.Tests.Live;

public sealed class LiveKeyTests
{
    [Theory]
    [InlineData("sensing:440700000000")]
    [InlineData("devices:440700000000:9/416/222")]
    [InlineData("devices:440700000000:4/15/15")]
    public void Reads_what_it_writes(string text)
    {
        LiveKey.TryParse(text, out var key).ShouldBeTrue();
        key.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":440700000000")]
    [InlineData("devices:440700000000:")]
    [InlineData("devices:440700000000:9/416")]
    [InlineData("devices:440700000000:9/416/222/1")]
    [InlineData("devices:440700000000:9/512/222")]
    [InlineData("devices:440700000000:9/-1/222")]
    [InlineData("devices:440700000000:9/ 416/222")]
    [InlineData("devices:440700000000:99999999999/0/0")]
    [InlineData("devices:440700000000:3/0/0")]
    [InlineData("devices:440700000000:17/0/0")]
    [InlineData("devices:440700000000:9/４１６/222")]
    [InlineData("devices:440700000000:9/416/222:1")]
    public void Takes_nothing_else(string text) => LiveKey.TryParse(text, out _).ShouldBeFalse();
}

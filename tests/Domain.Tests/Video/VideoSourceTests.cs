using CommandCenter.Domain.Video;

namespace CommandCenter.Domain.Tests.Video;

/// <summary>From where browsers may play.</summary>
public sealed class VideoSourceTests
{
    [Theory]
    [InlineData("https://video.example.cn", "https://video.example.cn:443")]
    [InlineData("HTTPS://Video.Example.cn/", "https://video.example.cn:443")]
    [InlineData("http://10.1.2.3:8080", "http://10.1.2.3:8080")]
    [InlineData("https://*.example.cn", "https://*.example.cn:443")]
    [InlineData("http://视频.example.cn", "http://xn--g5t46j.example.cn:80")]
    public void An_origin_is_read(string text, string expected)
    {
        VideoSource.TryParse(text, out var source).ShouldBeTrue();
        if (!text.Contains('视')) source!.ToString().ShouldBe(expected);
        source!.ToString().ShouldAllBe(letter => char.IsAscii(letter));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https:")]
    [InlineData("video.example.cn")]
    [InlineData("rtsp://video.example.cn")]
    [InlineData("https://video.example.cn/live")]
    [InlineData("https://video.example.cn?a")]
    [InlineData("https://user@video.example.cn")]
    [InlineData("https://*")]
    [InlineData("https://*.1.2.3")]
    [InlineData("https://[::1]")]
    [InlineData("https://a.cn; script-src *")]
    [InlineData("https://a.cn 'unsafe-inline'")]
    [InlineData("data:")]
    public void What_is_no_origin_or_would_open_the_policy_wider_is_refused(string text) => VideoSource.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("https://video.example.cn", "https://video.example.cn/live/1.m3u8?token=a", true)]
    [InlineData("https://video.example.cn", "https://VIDEO.example.cn:443/1", true)]
    [InlineData("https://video.example.cn", "http://video.example.cn/1", false)]
    [InlineData("https://video.example.cn", "https://video.example.cn:8443/1", false)]
    [InlineData("https://video.example.cn", "https://video.example.cn.evil.cn/1", false)]
    [InlineData("https://*.example.cn", "https://a.b.example.cn/1", true)]
    [InlineData("https://*.example.cn", "https://example.cn/1", false)]
    [InlineData("https://*.example.cn", "https://badexample.cn/1", false)]
    public void It_allows_its_own_addresses_alone(string origin, string address, bool isAllowed)
    {
        VideoSource.TryParse(origin, out var source).ShouldBeTrue();
        source!.Allows(new Uri(address)).ShouldBe(isAllowed);
    }
}

using CommandCenter.Domain.Video;

namespace CommandCenter.Web.Features.Video;

/// <summary>Where pictures may come from; configuration section <c>Video</c>. Browsers play from these origins and from no other: the content
/// security policy names them.</summary>
public sealed record VideoOptions(IReadOnlyList<VideoSource> Sources)
{
    public const string SourcesKey = "Video:Sources";

    /// <summary>A list, or one text with blanks between.</summary>
    /// <exception cref="InvalidOperationException">Lists every mistake.</exception>
    public static VideoOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(SourcesKey);
        string[] texts = [.. section.Value?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries) ?? [], .. section.GetChildren().Select(child => child.Value ?? "")];
        var (sources, mistakes) = (new List<VideoSource>(), new List<string>());
        foreach (var text in texts.Select(text => text.Trim()))
        {
            if (VideoSource.TryParse(text, out var source)) sources.Add(source);
            else mistakes.Add($"- {SourcesKey}: {text} is not an origin like https://video.example.cn, http://10.1.2.3:8080 or https://*.example.cn");
        }
        return mistakes.Count == 0 ? new(sources) : throw new InvalidOperationException(string.Join(Environment.NewLine, ["The configuration has mistakes:", .. mistakes]));
    }

    /// <summary>Whether browsers may play from there.</summary>
    public bool Allows(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url) && Sources.Any(source => source.Allows(url));
}

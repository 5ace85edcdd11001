using System.Text.RegularExpressions;
using CommandCenter.Web.Shared.Outbound;

namespace CommandCenter.Web.Features.OneMap.BaseMaps;

/// <summary>天地图 by way of this server. The key stays here: no answer, page or line of the log has it.</summary>
/// <param name="Address">Of the service, without a path for a layer.</param>
/// <param name="Source">What stands at the foot of the map, with the number of approval (审图号).</param>
internal sealed record TiandituOptions(Uri Address, string Key, string Source)
{
    /// <summary>So long the service may take for a tile.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(8);
}

/// <summary>A base map of the city's own: a PMTiles or MBTiles file, or a folder of tiles.</summary>
internal sealed record OwnMapOptions(string Path, string Title, string Source);

/// <summary>Base maps beside the built-in one; both may be missing.</summary>
internal sealed partial record BaseMapOptions(TiandituOptions? Tianditu, OwnMapOptions? Own, long CacheBytes)
{
    public const string KeyKey = "COMMANDCENTER_TIANDITU_KEY";
    public const string KeyFileKey = "COMMANDCENTER_TIANDITU_KEY_FILE";
    public const string AddressKey = "COMMANDCENTER_TIANDITU";
    public const string SourceKey = "COMMANDCENTER_TIANDITU_SOURCE";
    public const string CacheKey = "COMMANDCENTER_TIANDITU_CACHE_MB";
    public const string OwnKey = "COMMANDCENTER_BASEMAP";
    public const string OwnTitleKey = "COMMANDCENTER_BASEMAP_NAME";
    public const string OwnSourceKey = "COMMANDCENTER_BASEMAP_SOURCE";

    /// <exception cref="InvalidOperationException">Lists every mistake with the variable to change, and never the key.</exception>
    public static BaseMapOptions Read(IConfiguration configuration)
    {
        var mistakes = new List<string>();
        var options = new BaseMapOptions(ReadTianditu(configuration, mistakes), ReadOwn(configuration, mistakes), ReadCache(configuration[CacheKey], mistakes));
        return mistakes.Count == 0
            ? options
            : throw new InvalidOperationException(string.Join(Environment.NewLine, ["The configuration has mistakes:", .. mistakes]));
    }

    private static TiandituOptions? ReadTianditu(IConfiguration configuration, List<string> mistakes)
    {
        if (ReadKey(configuration, mistakes) is not { Length: > 0 } key) return null;
        if (!KeyForm().IsMatch(key)) mistakes.Add($"- {KeyKey}: is not a key (letters, digits, hyphens; 8 to 64 of them)");
        var text = Text(configuration, AddressKey, "https://t0.tianditu.gov.cn");
        try
        {
            var address = OutboundGuard.Read(text);
            if (address.Query.Length == 0 && address.Fragment.Length == 0)
                return new(new Uri(address.AbsoluteUri.TrimEnd('/') + "/"), key, Text(configuration, SourceKey, "天地图（国家地理信息公共服务平台）"));
            mistakes.Add($"- {AddressKey}: is an address without ? and #");
        }
        catch (OutboundRefusedException)
        {
            mistakes.Add($"- {AddressKey}: {text} is not an http or https address");
        }
        return null;
    }

    private static string? ReadKey(IConfiguration configuration, List<string> mistakes)
    {
        if (configuration[KeyKey]?.Trim() is { Length: > 0 } key) return key;
        if (configuration[KeyFileKey] is not { Length: > 0 } file) return null;
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"- {KeyFileKey}: {wrong.Message}");
            return null;
        }
    }

    private static OwnMapOptions? ReadOwn(IConfiguration configuration, List<string> mistakes)
    {
        if (configuration[OwnKey] is not { Length: > 0 } text) return null;
        var path = Path.GetFullPath(text);
        if (!File.Exists(path) && !Directory.Exists(path)) mistakes.Add($"- {OwnKey}: there is no file or folder {path}");
        return new(path, Text(configuration, OwnTitleKey, "自有底图"), Text(configuration, OwnSourceKey, ""));
    }

    private static long ReadCache(string? text, List<string> mistakes)
    {
        if (string.IsNullOrWhiteSpace(text)) return 512L << 20;
        if (int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var megabytes)) return (long)megabytes << 20;
        mistakes.Add($"- {CacheKey}: {text} is not a number of megabytes");
        return 0;
    }

    private static string Text(IConfiguration configuration, string key, string otherwise) =>
        configuration[key]?.Trim() is { Length: > 0 } text ? text : otherwise;

    [GeneratedRegex(@"\A[0-9A-Za-z-]{8,64}\z")]
    private static partial Regex KeyForm();
}

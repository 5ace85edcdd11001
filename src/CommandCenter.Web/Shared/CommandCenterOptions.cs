using System.Globalization;

namespace CommandCenter.Web.Shared;

/// <summary>Where the product keeps its data and where it listens. Read once at start; a mistake stops the start.</summary>
public sealed record CommandCenterOptions
{
    public const string DataKey = "COMMANDCENTER_DATA";
    public const string UrlsKey = "COMMANDCENTER_URLS";
    public const string PortKey = "PORT";

    /// <summary>The one folder that holds everything worth a backup. Absolute.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Addresses to listen on.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>The SQLite file of decisions.</summary>
    public string StoreFile => Path.Combine(DataFolder, "store.db");

    /// <summary>The folder of the embedded ClickHouse.</summary>
    public string ClickHouseFolder => Path.Combine(DataFolder, "clickhouse");

    /// <summary>Telemetry acknowledged and not yet in ClickHouse.</summary>
    public string SpoolFolder => Path.Combine(DataFolder, "spool");

    /// <summary>The keys that sign cookies and forms.</summary>
    public string KeysFolder => Path.Combine(DataFolder, "keys");

    /// <exception cref="InvalidOperationException">Lists every mistake with the key to change.</exception>
    public static CommandCenterOptions Read(IConfiguration configuration)
    {
        var mistakes = new List<string>();
        var options = new CommandCenterOptions
        {
            DataFolder = ReadFolder(configuration[DataKey], mistakes),
            Urls = ReadUrls(configuration[UrlsKey], configuration[PortKey], mistakes),
        };
        return mistakes.Count == 0
            ? options
            : throw new InvalidOperationException(string.Join(Environment.NewLine, ["The configuration has mistakes:", .. mistakes]));
    }

    private static string ReadFolder(string? text, List<string> mistakes)
    {
        var folder = Path.GetFullPath(string.IsNullOrWhiteSpace(text) ? "var" : text);
        try
        {
            MakeForOwnerAlone(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"- {DataKey}: the folder {folder} cannot be made ({failure.Message})");
        }

        return folder;
    }

    /// <summary>A new folder is its owner's alone: it holds password hashes and signing keys.</summary>
    private static void MakeForOwnerAlone(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static IReadOnlyList<string> ReadUrls(string? urls, string? port, List<string> mistakes)
    {
        if (!string.IsNullOrWhiteSpace(urls))
        {
            var all = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            mistakes.AddRange(all.Where(url => !IsHttp(url)).Select(url => $"- {UrlsKey}: {url} is not an http or https address"));
            return all;
        }

        if (string.IsNullOrWhiteSpace(port)) return ["http://127.0.0.1:5080"];
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 65535)
            mistakes.Add($"- {PortKey}: {port} is not a port number (0 to 65535)");
        return [$"http://127.0.0.1:{number}"];
    }

    private static bool IsHttp(string url) =>
        Uri.TryCreate(url.Replace("://*", "://any").Replace("://+", "://any"), UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https";
}

using System.Globalization;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Store;
using CommandCenter.Web.Shared.Hosting;

namespace CommandCenter.Web.Shared;

/// <summary>Where the product keeps its data and where it listens. Read once at start; a mistake stops the start.</summary>
public sealed record CommandCenterOptions
{
    public const string DataKey = "COMMANDCENTER_DATA";
    public const string UrlsKey = "COMMANDCENTER_URLS";
    public const string PortKey = "PORT";
    public const string NodeUrlKey = "COMMANDCENTER_NODE_URL";
    public const string StoreKey = "COMMANDCENTER_STORE";
    public const string StoreFileKey = "COMMANDCENTER_STORE_FILE";
    public const string BackupsKey = "COMMANDCENTER_BACKUPS";
    public const string BackupsKeptKey = "COMMANDCENTER_BACKUPS_KEEP";

    /// <summary>The one folder that holds everything worth a backup. Absolute.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Addresses to listen on.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Where the decisions are; unless told otherwise in <c>store.db</c> of the data folder.</summary>
    public required StoreAddress Store { get; init; }

    /// <summary>The ClickHouse server or cluster of facts; null for the embedded one.</summary>
    public HttpOptions? ClickHouse { get; init; }

    /// <summary>Where the other web nodes of the same store reach this one; empty when they cannot.</summary>
    public required string NodeUrl { get; init; }

    /// <summary>The folder of the embedded ClickHouse.</summary>
    public string ClickHouseFolder => Path.Combine(DataFolder, "clickhouse");

    /// <summary>Telemetry acknowledged and not yet in ClickHouse.</summary>
    public string SpoolFolder => Path.Combine(DataFolder, "spool");

    /// <summary>A file that is being imported lies here, and nothing else.</summary>
    public string ImportsFolder => Path.Combine(DataFolder, "imports");

    /// <summary>Tiles of base maps that were fetched from elsewhere; they can be fetched again.</summary>
    public string BaseMapsFolder => Path.Combine(DataFolder, "basemaps");

    /// <summary>Where backups go; a folder of another disk is better than the one of the data.</summary>
    public required string BackupsFolder { get; init; }

    /// <summary>So many backups are kept; older ones go when a new one is whole.</summary>
    public required int BackupsKept { get; init; }

    /// <summary>Lies in the folder while it is being restored: what is there is not whole.</summary>
    public string RestoringMark => Path.Combine(DataFolder, "restoring");

    /// <summary>Where an earlier version kept the keys that sign cookies and forms; they move into the store.</summary>
    public string KeysFolder => Path.Combine(DataFolder, "keys");

    /// <exception cref="InvalidOperationException">Lists every mistake with the key to change.</exception>
    public static CommandCenterOptions Read(IConfiguration configuration)
    {
        var mistakes = new List<string>();
        var folder = ReadFolder(configuration[DataKey], mistakes);
        var options = new CommandCenterOptions
        {
            DataFolder = folder,
            Store = ReadStore(configuration[StoreKey], configuration[StoreFileKey], folder, mistakes),
            Urls = ReadUrls(configuration[UrlsKey], configuration[PortKey], mistakes),
            ClickHouse = ClickHouseAddress.Read(configuration, mistakes),
            BackupsFolder = Path.GetFullPath(string.IsNullOrWhiteSpace(configuration[BackupsKey]) ? Path.Combine(folder, "backups") : configuration[BackupsKey]!),
            BackupsKept = ReadKept(configuration[BackupsKeptKey], mistakes),
            NodeUrl = ReadNodeUrl(configuration[NodeUrlKey], mistakes),
        };
        if (File.Exists(options.RestoringMark))
            mistakes.Add($"- {DataKey}: a restore into {folder} was cut short; empty the folder and restore again");
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

    /// <summary>The address itself, or the file that holds it: a password then stands in no environment.</summary>
    private static StoreAddress ReadStore(string? text, string? file, string folder, List<string> mistakes)
    {
        var key = string.IsNullOrWhiteSpace(text) ? StoreFileKey : StoreKey;
        try
        {
            if (key == StoreFileKey && !string.IsNullOrWhiteSpace(file)) text = File.ReadAllText(file);
            if (!string.IsNullOrWhiteSpace(text)) return StoreAddress.Server(text.Trim());
        }
        catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"- {key}: {wrong.Message}");
        }

        return StoreAddress.File(Path.Combine(folder, "store.db"));
    }

    private static int ReadKept(string? text, List<string> mistakes)
    {
        if (string.IsNullOrWhiteSpace(text)) return 14;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var kept) && kept > 0) return kept;
        mistakes.Add($"- {BackupsKeptKey}: {text} is not a number of backups (1 or more)");
        return 1;
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

    private static string ReadNodeUrl(string? text, List<string> mistakes)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            mistakes.Add($"- {NodeUrlKey}: {text} is not an http or https address");
        return text.Trim();
    }

    private static bool IsHttp(string url) =>
        Uri.TryCreate(url.Replace("://*", "://any").Replace("://+", "://any"), UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https";
}

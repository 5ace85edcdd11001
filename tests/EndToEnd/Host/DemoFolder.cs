using System.Diagnostics;
using System.Text.Json;

namespace CommandCenter.EndToEnd.Host;

/// <summary>
/// A data folder filled by the product's own verbs: regions, figures, metrics, an account of every role and an ingest token. Filled once
/// for all tests; each gets a copy.
/// </summary>
public sealed class DemoFolder
{
    private static readonly Lazy<Task<DemoFolder>> _filled = new(FillAsync);

    private readonly Dictionary<string, string> _passwords = [];

    private string Path { get; } = Directory.CreateTempSubdirectory("command-center-demo-").FullName;

    /// <summary>The ingest token, for the whole city.</summary>
    public string Token { get; private set; } = "";

    public IReadOnlyDictionary<string, string> Passwords => _passwords;

    /// <summary>Fills an empty or new folder.</summary>
    public static async Task<DemoFolder> CopyToAsync(string folder)
    {
        var filled = await _filled.Value;
        await CopyAsync(filled.Path, folder);
        return filled;
    }

    /// <summary>Copies a folder in which no server runs, with the links that ClickHouse keeps in it.</summary>
    public static async Task CopyAsync(string from, string to)
    {
        using var copy = Process.Start("cp", ["-a", from + "/.", Directory.CreateDirectory(to).FullName]);
        await copy.WaitForExitAsync();
        if (copy.ExitCode != 0) throw new IOException($"{from} was not copied to {to}.");
    }

    /// <summary>The city's device types without their quality rules: tests let values jump as they please, and want to see them.</summary>
    /// <param name="folder">Where the file is put.</param>
    /// <returns>The file.</returns>
    public static string TypesWithoutQuality(string folder)
    {
        var file = System.IO.Path.Combine(folder, "device-types.csv");
        var lines = File.ReadAllLines(System.IO.Path.Combine(ServerProcess.Repository, "gis-data", "jiangmen", "device-types.csv"));
        File.WriteAllLines(file, lines.Select((line, at) => at == 0 ? line : string.Join(',', line.Split(',')[..^2]) + ",,"));
        return file;
    }

    private static async Task<DemoFolder> FillAsync()
    {
        var demo = new DemoFolder();
        // As a developer's shell runs them; those of SmallCity run as in production.
        Task<string> RunVerbAsync(params string[] verb) =>
            ServerProcess.RunVerbAsync(demo.Path, new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Development" }, verb);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Process.Start("rm", ["-rf", demo.Path]).Dispose(); // Outlives the tests, which are given no time.
        var city = System.IO.Path.Combine(ServerProcess.Repository, "gis-data", "jiangmen");
        await RunVerbAsync("import", "regions", city);
        await RunVerbAsync("import", "indicators", city);
        await RunVerbAsync("import", "metrics", System.IO.Path.Combine(city, "metrics.csv"));
        await RunVerbAsync("import", "device-types", TypesWithoutQuality(demo.Path));
        var accounts = System.IO.Path.Combine(demo.Path, "demo-accounts.json");
        await RunVerbAsync("create-accounts",
            "--file", System.IO.Path.Combine(ServerProcess.Repository, "demo", "accounts.json"), "--out", accounts);
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(accounts));
        foreach (var entry in json.RootElement.EnumerateArray())
        {
            if (entry.TryGetProperty("token", out var token)) demo.Token = token.GetString()!;
            else demo._passwords[entry.GetProperty("user").GetString()!] = entry.GetProperty("password").GetString()!;
        }
        return demo;
    }
}

using System.Diagnostics;
using System.Text;

namespace CommandCenter.EndToEnd.Host;

/// <summary>The product as a process of its own, as it runs in a machine room: it can be stopped, and it can be killed.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly string Configuration =
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}") ? "Release" : "Debug";

    private readonly Process _process;
    private readonly StringBuilder _output;
    private bool _disposed;

    private ServerProcess(Process process, StringBuilder output) => (_process, _output) = (process, output);

    public static string Repository { get; } = FindRepository();

    public required Uri Address { get; init; }

    public int ProcessId => _process.Id;

    /// <summary>What it printed so far: why a test failed is often told there.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Starts the server on a data folder and waits for its ready line. Port 0 takes a free one; settings are environment variables.</summary>
    public static async Task<ServerProcess> StartAsync(
        string dataFolder, int port = 0, string environment = "Production", IReadOnlyDictionary<string, string>? settings = null)
    {
        var process = Program(dataFolder, port, settings);
        process.StartInfo.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        var ready = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = new StringBuilder();
        void Read(string? line)
        {
            if (line is null) return;
            lock (output) output.AppendLine(line);
            const string marker = "CommandCenter is ready: ";
            if (line.StartsWith(marker, StringComparison.Ordinal)) ready.TrySetResult(new Uri(line[marker.Length..]));
        }
        process.OutputDataReceived += (_, data) => Read(data.Data);
        process.ErrorDataReceived += (_, data) => Read(data.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) =>
        {
            process.WaitForExit(); // until its last line is read
            ready.TrySetException(new InvalidOperationException($"The server ended before it was ready:\n{output}"));
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new(process, output) { Address = await ready.Task.WaitAsync(TimeSpan.FromMinutes(4)) };
        }
        catch
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Runs a verb of the program to its end and returns what it printed; throws with its output when it fails.</summary>
    public static Task<string> RunVerbAsync(string dataFolder, params string[] verb) => RunVerbAsync(dataFolder, settings: null, verb);

    public static async Task<string> RunVerbAsync(string dataFolder, IReadOnlyDictionary<string, string>? settings, params string[] verb)
    {
        using var process = Program(dataFolder, 0, settings, verb);
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(300));
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', verb)} ended with {process.ExitCode}:\n{await output}\n{await error}");
        return await output;
    }

    /// <summary>kill -9: no handler runs, nothing is flushed.</summary>
    /// <exception cref="TimeoutException">It is still there after two minutes: the kernel holds it.</exception>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The server was killed and did not end. {Tell()}");
        }
    }

    /// <summary>False when it does not answer within a minute, whatever else it does.</summary>
    public async Task<bool> AnswersAsync()
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(1) };
        try
        {
            using var answer = await http.GetAsync("/health/live");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>Where each of its threads is, how the machine stands, and what it printed last: what is asked of a server that hangs.</summary>
    public string Tell()
    {
        var told = new StringBuilder().AppendLine($"Process {_process.Id}:");
        foreach (var line in Read("/proc/loadavg").Concat(Read("/proc/meminfo").Take(3))) told.AppendLine(line);
        try
        {
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{_process.Id}/task"))
                told.AppendLine(string.Join(' ', new[] { "comm", "wchan", "syscall" }.SelectMany(file => Read($"{thread}/{file}"))
                    .Concat(Read($"{thread}/status").Where(line => line.StartsWith("State", StringComparison.Ordinal)))));
        }
        catch (IOException)
        {
            told.AppendLine("It is gone.");
        }

        return told.AppendJoin('\n', Output.Split('\n').TakeLast(40)).ToString();

        static IEnumerable<string> Read(string file)
        {
            try
            {
                return File.ReadAllLines(file);
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                return [];
            }
        }
    }

    /// <summary>SIGTERM, and the time it took to end; throws when the process ended badly.</summary>
    public async Task<TimeSpan> StopAsync()
    {
        var watch = Stopwatch.StartNew();
        using var terminate = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode == 0 ? watch.Elapsed : throw new InvalidOperationException($"The server stopped with {_process.ExitCode}.");
    }

    public bool IsRunning => !_disposed && !_process.HasExited;

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private static Process Program(string dataFolder, int port, IReadOnlyDictionary<string, string>? settings, params string[] arguments)
    {
        var web = Path.Combine(Repository, "src", "CommandCenter.Web");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(web, "bin", Configuration, "net10.0", "CommandCenter.Web.dll"), .. arguments])
        {
            WorkingDirectory = web,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["COMMANDCENTER_DATA"] = dataFolder;
        start.Environment["COMMANDCENTER_URLS"] = $"http://127.0.0.1:{port}";
        foreach (var (key, value) in settings ?? new Dictionary<string, string>()) start.Environment[key] = value;
        return new() { StartInfo = start };
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CommandCenter.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}

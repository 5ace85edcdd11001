using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CommandCenter.Benchmarks;

/// <summary>A PostgreSQL of its own in a temporary folder, on a free port of the loopback; gone when disposed.</summary>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private readonly string _folder;

    private PrivatePostgres(string folder, int port)
    {
        _folder = folder;
        ConnectionString = $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Pooling=false";
    }

    public string ConnectionString { get; }

    /// <summary>PostgreSQL does not run as root: it is started as the user the Debian package made.</summary>
    public static async Task<PrivatePostgres> StartAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"bench-postgres-{Guid.NewGuid():N}");
        var port = FreePort();
        await AsPostgresAsync($"{Programs}/initdb", "-D", folder, "-A", "trust", "-E", "UTF8");
        await AsPostgresAsync($"{Programs}/pg_ctl", "-D", folder, "-w", "-l", Path.Combine(folder, "log"),
            "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}", "start");
        return new(folder, port);
    }

    public async ValueTask DisposeAsync()
    {
        await AsPostgresAsync($"{Programs}/pg_ctl", "-D", _folder, "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task AsPostgresAsync(params string[] command)
    {
        var start = new ProcessStartInfo("runuser", ["-u", "postgres", "--", .. command]) { RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

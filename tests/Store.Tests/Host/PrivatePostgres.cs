using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace CommandCenter.Store.Tests.Host;

/// <summary>A PostgreSQL of its own in a temporary folder, on a free port of the loopback; gone when disposed.</summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private readonly string _folder;

    private PrivatePostgres(string folder, int port)
    {
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Of the database that every server has.</summary>
    public string ConnectionString => Connection("postgres") + ";Pooling=false";

    public static async Task<PrivatePostgres> StartAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"private-postgres-{Guid.NewGuid():N}");
        var port = FreePort();
        await AsPostgresAsync("initdb", "-D", folder, "-A", "trust", "-E", "UTF8", "--no-sync");
        await AsPostgresAsync("pg_ctl", "-D", folder, "-w", "-l", Path.Combine(folder, "log"),
            "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}", "start");
        return new(folder, port);
    }

    /// <summary>A new, empty database; returns how to reach it.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"city_{Guid.NewGuid():N}";
        await using var server = new NpgsqlConnection(ConnectionString);
        await server.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", server);
        await create.ExecuteNonQueryAsync();
        return Connection(name);
    }

    /// <summary>Every connection is cut, every open transaction lost, as if the machine had lost its power.</summary>
    public Task RestartImmediatelyAsync() => AsPostgresAsync("pg_ctl", "-D", _folder, "-m", "immediate", "-w", "-l", Path.Combine(_folder, "log"), "restart");

    public async ValueTask DisposeAsync()
    {
        await AsPostgresAsync("pg_ctl", "-D", _folder, "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private string Connection(string database) => $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database}";

    /// <summary>PostgreSQL does not run as root: then it is started as the user the Debian package made.</summary>
    private static async Task AsPostgresAsync(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(Programs, program), .. arguments];
        if (Environment.IsPrivilegedProcess) command = ["runuser", "-u", "postgres", "--", .. command];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

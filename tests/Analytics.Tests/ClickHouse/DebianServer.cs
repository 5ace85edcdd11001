using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CommandCenter.Analytics.ClickHouse;

namespace CommandCenter.Analytics.Tests.ClickHouse;

/// <summary>Debian's clickhouse-server (18.16) with a configuration and a folder of its own, on the loopback.</summary>
public sealed class DebianServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cc-clickhouse-server-").FullName;
    private readonly int _port = FreePort();
    private Process? _server;

    public HttpOptions Options => new() { Address = new($"http://127.0.0.1:{_port}"), User = "tester", Password = "a secret", Database = "tests", Retries = 0 };

    public async Task InitializeAsync()
    {
        File.WriteAllText(Path.Combine(_folder, "config.xml"), $"""
            <yandex>
              <logger><level>warning</level><console>1</console></logger>
              <listen_host>127.0.0.1</listen_host>
              <http_port>{_port}</http_port>
              <tcp_port>{FreePort()}</tcp_port>
              <path>{_folder}/data/</path>
              <tmp_path>{_folder}/tmp/</tmp_path>
              <user_files_path>{_folder}/user_files/</user_files_path>
              <users_config>users.xml</users_config>
              <default_profile>default</default_profile>
              <default_database>default</default_database>
              <mark_cache_size>67108864</mark_cache_size>
            </yandex>
            """);
        File.WriteAllText(Path.Combine(_folder, "users.xml"), """
            <yandex>
              <profiles><default/></profiles>
              <quotas><default/></quotas>
              <users><tester>
                <password>a secret</password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>
              </tester></users>
            </yandex>
            """);
        _server = Process.Start(new ProcessStartInfo("/usr/sbin/clickhouse-server", [$"--config-file={_folder}/config.xml"])
        {
            WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        _ = _server.StandardOutput.ReadToEndAsync();
        var said = _server.StandardError.ReadToEndAsync();
        using var http = new HttpClient();
        while (true)
        {
            if (_server.HasExited) throw new InvalidOperationException($"clickhouse-server ended: {await said}");
            try
            {
                if (await http.GetStringAsync($"http://127.0.0.1:{_port}/ping") == "Ok.\n") return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }
    }

    public async Task DisposeAsync()
    {
        _server!.Kill();
        await _server.WaitForExitAsync();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

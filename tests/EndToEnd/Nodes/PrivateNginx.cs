using System.Diagnostics;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using CommandCenter.EndToEnd.Host;

namespace CommandCenter.EndToEnd.Nodes;

/// <summary>Debian's nginx with the very file that operations are given, its addresses alone put in.</summary>
public sealed partial class PrivateNginx : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("private-nginx-").FullName;
    private readonly Process _process;

    private PrivateNginx(IReadOnlyList<int> nodes)
    {
        var port = TwoNodes.FreePort();
        Address = new($"http://127.0.0.1:{port}");
        var text = File.ReadAllText(Path.Combine(ServerProcess.Repository, "deploy", "nginx.conf"));
        var left = new Queue<int>(nodes);
        text = Upstream().Replace(text, _ => $"server 127.0.0.1:{left.Dequeue()}");
        left.ShouldBeEmpty();
        var told = text.Replace("listen 80;", $"listen 127.0.0.1:{port};", StringComparison.Ordinal);
        told.ShouldNotBe(text);
        var file = Path.Combine(_folder, "nginx.conf");
        File.WriteAllText(file, told);
        _process = Process.Start(new ProcessStartInfo("/usr/sbin/nginx",
            ["-p", _folder, "-c", file, "-g", $"daemon off; pid {_folder}/pid; error_log {_folder}/errors;"]))!;
    }

    public Uri Address { get; }

    public string Errors => File.ReadAllText(Path.Combine(_folder, "errors"));

    public static async Task<PrivateNginx> StartAsync(IReadOnlyList<int> nodes)
    {
        var nginx = new PrivateNginx(nodes);
        while (true)
        {
            if (nginx._process.HasExited) throw new InvalidOperationException("nginx ended: " + nginx.Errors);
            try
            {
                using var line = new TcpClient();
                await line.ConnectAsync(nginx.Address.Host, nginx.Address.Port);
                return nginx;
            }
            catch (SocketException)
            {
                await Task.Delay(20);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var quit = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"server 10\.0\.0\.\d+:5080")]
    private static partial Regex Upstream();
}

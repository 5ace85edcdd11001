using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CommandCenter.Web.Tests.Sensing;

/// <summary>A real mosquitto on a loopback port of its own. What is published waits in a session until it is taken out.</summary>
internal sealed class MqttBroker : IAsyncDisposable
{
    private const string Session = "command-center";
    private readonly string _folder = Directory.CreateTempSubdirectory("command-center-mqtt-").FullName;
    private readonly Process _broker;

    private MqttBroker(int port)
    {
        Port = port;
        var file = Path.Combine(_folder, "mosquitto.conf");
        File.WriteAllText(file, $"listener {port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\n");
        _broker = Start("/usr/sbin/mosquitto", ["-c", file]);
    }

    private int Port { get; }

    /// <summary>A broker that keeps whatever is published from now on.</summary>
    public static async Task<MqttBroker> StartAsync()
    {
        int port;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        var broker = new MqttBroker(port);
        while (true)
        {
            // Ends when the subscription is acknowledged; fails while the broker is starting.
            using var subscribed = broker.Run("/usr/bin/mosquitto_sub", "-c", "-i", Session, "-q", "1", "-t", "#", "-E");
            await subscribed.WaitForExitAsync();
            if (subscribed.ExitCode == 0) return broker;
            if (broker._broker.HasExited) throw new InvalidOperationException("mosquitto did not start.");
            await Task.Delay(20);
        }
    }

    /// <summary>Publishes messages, each a line, so that the broker has them when this returns.</summary>
    public async Task PublishAsync(string topic, params IEnumerable<string> payloads)
    {
        using var publisher = Run("/usr/bin/mosquitto_pub", "-q", "1", "-t", topic, "-l");
        foreach (var payload in payloads) await publisher.StandardInput.WriteLineAsync(payload);
        publisher.StandardInput.Close();
        await publisher.WaitForExitAsync();
        publisher.ExitCode.ShouldBe(0);
    }

    /// <summary>What mosquitto_sub prints of the next messages; then it ends.</summary>
    public Process Take(int messages, params string[] format) =>
        Run("/usr/bin/mosquitto_sub", ["-c", "-i", Session, "-q", "1", "-t", "#", "-C", $"{messages}", .. format]);

    public async ValueTask DisposeAsync()
    {
        _broker.Kill();
        await _broker.WaitForExitAsync();
        _broker.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Process Run(string program, params string[] arguments) => Start(program, ["-h", "127.0.0.1", "-p", $"{Port}", .. arguments]);

    private static Process Start(string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
    })!;
}

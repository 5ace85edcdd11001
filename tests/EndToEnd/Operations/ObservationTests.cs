using System.Collections.Concurrent;
using System.Net;
using System.Text;
using CommandCenter.EndToEnd.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommandCenter.EndToEnd.Operations;

/// <summary>What a collector of the machine room is told, by the real process over OTLP.</summary>
public sealed class ObservationTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("command-center-otlp-").FullName;
    private readonly ConcurrentQueue<(string Path, string Body)> _told = [];
    private WebApplication _collector = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _collector = builder.Build();
        _collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _told.Enqueue((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
        });
        await _collector.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _collector.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Tells_a_collector_metrics_and_traces()
    {
        var address = _collector.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        await using var server = await ServerProcess.StartAsync(_folder, settings: new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "300",
        });
        using var http = new HttpClient { BaseAddress = server.Address };
        await http.GetStringAsync("/health/ready");

        await ToldAsync("/v1/metrics", "commandcenter.spool.waiting");
        await ToldAsync("/v1/metrics", "http.server.request.duration");
        await ToldAsync("/v1/traces", "/health/ready");
    }

    private async Task ToldAsync(string path, string word)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!_told.Any(told => told.Path == path && told.Body.Contains(word, StringComparison.Ordinal)))
            await Task.Delay(100, limit.Token);
    }
}

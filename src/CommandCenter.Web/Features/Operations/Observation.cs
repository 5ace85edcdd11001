using System.Diagnostics.Metrics;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Web.Live;
using CommandCenter.Web.Shared.Outbound;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CommandCenter.Web.Features.Operations;

/// <summary>Metrics and traces by OTLP, to the collector that the standard variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names; nothing without it.</summary>
internal static class Observation
{
    public const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string Source = "CommandCenter";

    public static void AddObservation(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[EndpointKey])) return;
        builder.Services.AddHostedService<ProductMeter>();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(Source))
            .WithMetrics(metrics => metrics
                .AddMeter(Source, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections",
                    "Microsoft.AspNetCore.Components.Server.Circuits", "System.Runtime", "Npgsql")
                .AddOtlpExporter(GoGuarded))
            .WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddSource(Source, "Npgsql").AddOtlpExporter(GoGuarded));
    }

    private static void GoGuarded(OtlpExporterOptions options) => options.HttpClientFactory = () =>
        new(new OutboundGuard(OutboundList.OfSetting(options.Endpoint.Host)).NewHandler()) { Timeout = TimeSpan.FromMilliseconds(options.TimeoutMilliseconds) };

    /// <summary>What the product itself measures. Each instrument is read when the collector is told, never on the way of a reading.</summary>
    private sealed class ProductMeter : IHostedService, IDisposable
    {
        private readonly Meter _meter = new(Source);

        public ProductMeter(TelemetryIntake intake, IClickHouse clickHouse, LiveFeed live, CurrentState state, TimeProvider clock)
        {
            _meter.CreateObservableGauge("commandcenter.spool.bytes", () => intake.Status.SpoolBytes, "By", "Acknowledged readings on disk.");
            _meter.CreateObservableGauge("commandcenter.spool.waiting", () => intake.Status.Waiting, "{reading}", "Acknowledged readings not yet in ClickHouse.");
            _meter.CreateObservableGauge("commandcenter.spool.age", () => SpoolStatus.Of(intake.Status, clock.GetUtcNow()).AgeSeconds ?? 0, "s", "How far ClickHouse is behind.");
            _meter.CreateObservableCounter("commandcenter.dead_letters", () => intake.Status.DeadLetters, "{reading}", "Readings that ClickHouse refused for good.");
            _meter.CreateObservableCounter("commandcenter.clickhouse.queries", () => clickHouse.QueryCount, "{query}", "Questions to ClickHouse.");
            _meter.CreateObservableGauge("commandcenter.live.connections", () => live.Connections, "{connection}", "Screens that follow live panels.");
            _meter.CreateObservableGauge("commandcenter.live.keys", () => live.Keys, "{key}", "Panels and regions that are followed.");
            _meter.CreateObservableCounter("commandcenter.state.changes", () => state.Version, "{change}", "Changes of the current state.");
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => _meter.Dispose();
    }
}

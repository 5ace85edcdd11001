using System.Net;
using System.Net.Http.Headers;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Ingest.Mqtt;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Web.Tests.Host;
using CommandCenter.Web.Verbs;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.Sensing;

/// <summary>Readings out of a real MQTT broker, by way of mosquitto_sub and the ingest verb.</summary>
[Collection(RunningApp.Name)]
public sealed class MqttTests : IAsyncLifetime
{
    private readonly CommandCenterApp _app;
    private readonly string _device = $"MQ-{Guid.NewGuid():N}";
    private readonly long _now;
    private readonly StringWriter _notes = new();
    private MqttBroker _broker = null!;

    public MqttTests(CommandCenterApp app)
    {
        _app = app;
        _now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        var register = app.Services.GetRequiredService<DeviceRegister>();
        register.UseMetrics([.. register.Metrics.Where(metric => !metric.Key.StartsWith("mqtt_")), new("mqtt_level", "试验", "米", -5, 60, []), new("mqtt_battery", "电量", "%", 0, 100, [])]);
        register.Register([new(_device, "测试站", "水位站", "水利", new(113.08, 22.57), RegionCode.Parse(CommandCenterApp.OtherTown), IsIllustrative: false)]);
    }

    public async Task InitializeAsync() => _broker = await MqttBroker.StartAsync();

    public async Task DisposeAsync() => await _broker.DisposeAsync();

    private async Task<int> IngestAsync(int messages, string map, HttpMessageHandler? line = null, params string[] format)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "topic,device,metric,value,ts,id,scale\n" + map);
            using var http = new HttpClient(line ?? new SocketsHttpHandler()) { BaseAddress = _app.Address };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await _app.MakeTokenAsync());
            using var subscriber = _broker.Take(messages, format is [] ? ["-F", "%j"] : format);
            return await new IngestRun(http, TopicMap.Read(path), TimeProvider.System, _notes).RunAsync(subscriber.StandardOutput, default);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<(long Rows, double Sum)> StoredAsync(string metric = "mqtt_level")
    {
        var intake = _app.Services.GetRequiredService<TelemetryIntake>();
        while (intake.Status.Waiting > 0) await Task.Delay(5);
        return (await _app.Services.GetRequiredService<IClickHouse>().QueryAsync(
            new Sql("SELECT count(), sum(value) FROM readings WHERE device = {device:String} AND metric = {metric:String}").With("device", _device).With("metric", metric),
            row => ((long)row.ReadUInt64(), row.ReadFloat64()), default)).Single();
    }

    [Fact]
    public async Task Every_message_becomes_the_readings_that_the_map_makes_of_it()
    {
        await _broker.PublishAsync($"gw/{_device}/up", Enumerable.Range(0, 500).Select(i => $$"""{"cm":100,"bat":{"v":"87"},"t":{{_now - 1000 * i}},"n":"{{i}}"}"""));
        await _broker.PublishAsync("other/topic", "1");
        var map = "gw/{device}/up,,mqtt_level,$.cm,$.t,$.n,0.01\ngw/{device}/up,,mqtt_battery,$.bat.v,$.t,,\n";

        (await IngestAsync(501, map)).ShouldBe(0, _notes.ToString());

        (await StoredAsync()).ShouldBe((500, 500));
        (await StoredAsync("mqtt_battery")).ShouldBe((500, 43_500));
        _notes.ToString().ShouldContain("no rule for topic other/topic");
        _notes.ToString().ShouldContain("accepted 1000, duplicates 0, rejected 0, topics without a rule 1, messages not understood 0");
    }

    [Theory]
    [InlineData("-v")]
    [InlineData("-F", "%U\\t%t\\t%p")]
    public async Task A_number_under_its_own_topic_is_a_reading_of_when_it_came(params string[] format)
    {
        await _broker.PublishAsync($"city/{_device}/mqtt_level", "2.5");
        (await IngestAsync(1, "city/{device}/{metric},,{metric},,,,\n", null, format)).ShouldBe(0, _notes.ToString());
        (await StoredAsync()).ShouldBe((1, 2.5));
    }

    [Fact]
    public async Task Answers_that_are_lost_and_a_server_that_is_away_lose_nothing_and_double_nothing()
    {
        await _broker.PublishAsync($"gw/{_device}/up", Enumerable.Range(0, 200).Select(i => $$"""{"v":1,"t":{{_now - 1000 * i}}}"""));
        var line = new TroubledLine();
        (await IngestAsync(200, "gw/{device}/up,,mqtt_level,$.v,$.t,,\n", line)).ShouldBe(0, _notes.ToString());
        (await StoredAsync()).ShouldBe((200, 200));
        line.Troubles.ShouldBe(3);
        _notes.ToString().ShouldContain("accepted 0, duplicates 200");
    }

    [Fact]
    public async Task A_token_that_opens_nothing_ends_the_run_and_says_so()
    {
        await _broker.PublishAsync($"city/{_device}/mqtt_level", "2.5");
        (await IngestAsync(1, "city/{device}/{metric},,{metric},,,,\n", new Revoked())).ShouldBe(1);
        _notes.ToString().ShouldContain("refused for good: 401");
        (await StoredAsync()).Rows.ShouldBe(0);
    }

    /// <summary>First the server is away, then it is busy, then its answer is lost.</summary>
    private sealed class TroubledLine() : DelegatingHandler(new SocketsHttpHandler())
    {
        public int Troubles { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            switch (Troubles)
            {
                case 0:
                    Troubles++;
                    throw new HttpRequestException("Connection refused");
                case 1:
                    Troubles++;
                    return new(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("") };
                case 2:
                    Troubles++;
                    (await base.SendAsync(request, cancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
                    throw new HttpRequestException("Connection reset by peer");
                default:
                    return await base.SendAsync(request, cancellationToken);
            }
        }
    }

    private sealed class Revoked() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new("Bearer", "cc_revoked");
            return base.SendAsync(request, cancellationToken);
        }
    }
}

using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text.Json;
using CommandCenter.Demo;
using CommandCenter.Demo.Layers;

// CommandCenter.Demo --url http://127.0.0.1:5080 --accounts var/demo-accounts.json --city gis-data/jiangmen --layers demo/layers.csv --rules demo/alarm-rules.json
string Option(string name) => args.SkipWhile(arg => arg != name).ElementAtOrDefault(1)
    ?? throw new ArgumentException($"{name} is missing");

using var stop = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => { context.Cancel = true; stop.Cancel(); });
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => { context.Cancel = true; stop.Cancel(); });

using var accounts = JsonDocument.Parse(await File.ReadAllBytesAsync(Option("--accounts"), stop.Token));
var token = accounts.RootElement.EnumerateArray().First(entry => entry.TryGetProperty("token", out _)).GetProperty("token").GetString();

using var http = new HttpClient { BaseAddress = new Uri(Option("--url")), Timeout = TimeSpan.FromSeconds(60) };
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
var feeder = new Feeder(http, DemoCity.Devices(Option("--city")), TimeProvider.System);

try
{
    while (!await IsReadyAsync()) await Task.Delay(300, stop.Token);
    await feeder.RegisterAsync(stop.Token);

    // The half hour before the start first arrives as history, so that every curve has a past.
    var now = TimeProvider.System.GetUtcNow();
    var start = now.AddMilliseconds(-now.Millisecond);
    var live = feeder.RunAsync(start, stop.Token);
    await feeder.PostBetweenAsync(start.AddMinutes(-30), start, stop.Token);
    await SeedAsync();
    await live;
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
catch (HttpRequestException failure)
{
    Console.Error.WriteLine($"demo: {failure.Message}");
    return 1;
}

// Readings go on whatever becomes of the layers; the next start brings what is missing.
async Task SeedAsync()
{
    try
    {
        await new RuleSeeder(http.BaseAddress!, "staff", PasswordOf("staff")).RunAsync(Option("--rules"), stop.Token);
        await new LayerSeeder(http.BaseAddress!, "staff", PasswordOf("staff")).RunAsync(Layers(), stop.Token);
    }
    catch (HttpRequestException failure)
    {
        Console.Error.WriteLine($"demo rules and layers: {failure.Message}");
    }
}

IEnumerable<DemoLayer> Layers()
{
    var places = new Places(Option("--city"));
    return PointLayers.Of(places, Option("--layers")).Concat(ShapeLayers.Of(places)).OrderBy(layer => layer.Id == "city-parts");
}

string PasswordOf(string user) => accounts.RootElement.EnumerateArray()
    .First(entry => entry.TryGetProperty("user", out var name) && name.GetString() == user).GetProperty("password").GetString()!;

async Task<bool> IsReadyAsync()
{
    try
    {
        using var answer = await http.GetAsync("/health/ready", stop.Token);
        return answer.IsSuccessStatusCode;
    }
    catch (HttpRequestException)
    {
        return false;
    }
}

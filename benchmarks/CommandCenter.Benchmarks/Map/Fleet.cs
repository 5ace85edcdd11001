using System.Diagnostics;
using System.Globalization;
using System.Text;
using CommandCenter.EndToEnd.Host;

namespace CommandCenter.Benchmarks.Map;

/// <summary>Devices beside the villages of the city; the first of them are vehicles that drive at 15 m/s, each on a course of its own, and tell their place every second.</summary>
internal sealed class Fleet
{
    private const int AtOnce = 5_000;
    private const double Speed = 15 / 111_320.0; // degrees a second
    private readonly (double Lon, double Lat, double Course)[] _devices;
    private readonly int _moving;
    private long _told;
    private readonly Stopwatch _since = new();

    public Fleet(int objects, int moving)
    {
        var lines = File.ReadAllLines(Path.Combine(ServerProcess.Repository, "gis-data", "jiangmen", "villages.csv"));
        var head = lines[0].TrimStart('\uFEFF').Split(',');
        var (lon, lat) = (Array.IndexOf(head, "lon"), Array.IndexOf(head, "lat"));
        var villages = lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')).Select(cells =>
            (Lon: double.Parse(cells[lon], CultureInfo.InvariantCulture), Lat: double.Parse(cells[lat], CultureInfo.InvariantCulture))).ToArray();
        var random = new Random(7);
        _devices = [.. Enumerable.Range(0, objects).Select(i =>
        {
            var village = villages[i % villages.Length];
            return (village.Lon + (random.NextDouble() - .5) * .012, village.Lat + (random.NextDouble() - .5) * .012, random.NextDouble() * 2 * Math.PI);
        })];
        _moving = moving;
    }

    /// <summary>Positions a second that were acknowledged.</summary>
    public double Rate => _told / _since.Elapsed.TotalSeconds;

    /// <summary>Registers all of them; those that stand outside every town are left out.</summary>
    public async Task RegisterAsync(HttpClient gateway)
    {
        foreach (var part in Enumerable.Range(0, _devices.Length).Chunk(AtOnce))
        {
            using var answer = await gateway.PostAsync("/api/v1/devices", new StringContent(string.Concat(part.Select(i => string.Create(CultureInfo.InvariantCulture,
                $$"""{"device":"{{Name(i)}}","name":"{{Name(i)}}","type":"{{(i < _moving ? "车载终端" : "井盖")}}","department":"城管","lon":{{_devices[i].Lon:0.000000}},"lat":{{_devices[i].Lat:0.000000}},"illustrative":true}""") + "\n"))));
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Drives until told to stop, a post of a part of the fleet at a time, spread over each second.</summary>
    public async Task DriveAsync(HttpClient gateway, CancellationToken stop)
    {
        _since.Start();
        var parts = Enumerable.Range(0, _moving).Chunk(AtOnce / 5).ToArray();
        for (var second = 1; !stop.IsCancellationRequested; second++)
        {
            for (var part = 0; part < parts.Length; part++)
            {
                var due = TimeSpan.FromSeconds(second + (double)part / parts.Length) - _since.Elapsed;
                if (due > TimeSpan.Zero) await Task.Delay(due, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (stop.IsCancellationRequested) return;
                var body = new StringBuilder();
                var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
                foreach (var i in parts[part])
                {
                    var at = (_devices[i].Lon += Math.Cos(_devices[i].Course) * Speed, _devices[i].Lat += Math.Sin(_devices[i].Course) * Speed);
                    if (second % 60 == 0) _devices[i].Course += Math.PI; // there and back: nobody leaves the city
                    body.Append(CultureInfo.InvariantCulture, $$"""{"device":"{{Name(i)}}","metric":"lon","ts":{{now}},"value":{{at.Item1:0.000000}}}""").Append('\n')
                        .Append(CultureInfo.InvariantCulture, $$"""{"device":"{{Name(i)}}","metric":"lat","ts":{{now}},"value":{{at.Item2:0.000000}}}""").Append('\n');
                }
                using var answer = await gateway.PostAsync("/api/v1/telemetry", new StringContent(body.ToString()), CancellationToken.None);
                answer.EnsureSuccessStatusCode();
                _told += parts[part].Length;
            }
        }
    }

    private string Name(int i) => $"{(i < _moving ? "V" : "P")}-{i:000000}";
}

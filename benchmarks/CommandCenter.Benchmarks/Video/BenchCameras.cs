using System.Text;
using System.Text.Json;
using CommandCenter.Analytics.Spatial;
using CommandCenter.Benchmarks.Tiles;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Benchmarks.Video;

/// <summary>A camera of the benchmark.</summary>
internal sealed record BenchCamera(string Id, string Name, string NationalId, string Type, string Department, string Address, LonLat At, RegionCode Region, string Place);

/// <summary>Cameras as a city has them: named after roads, corners and purposes, dense in the towns. The same at every run.</summary>
internal sealed class BenchCameras
{
    private static readonly string[] Roads = ["建设", "港口", "迎宾", "胜利", "江沙", "东华", "环市", "会城", "台城", "潮连", "白沙", "北街", "发展", "南山", "侨乡", "银湖", "龙溪", "新昌", "三埠", "广海"];
    private static readonly string[] Corners = ["路口", "路口东侧", "路口西侧", "桥头", "停车场", "公园北门", "码头", "小学门口", "市场", "村口"];
    private static readonly string[] Types = ["视频监控", "高点监控", "卡口", "人脸抓拍"];
    private static readonly string[] Departments = ["公安", "交通", "城管", "水利", "教育", "林业"];

    public BenchCameras(RegionAtlas atlas, int count)
    {
        var (points, random) = (new TownPoints(atlas, count), new Random(20261129));
        All = [.. Enumerable.Range(0, count).Select(i =>
        {
            var (_, region, lon, lat, _, _, _) = points[i];
            var (road, other) = (Roads[random.Next(Roads.Length)], Roads[random.Next(Roads.Length)]);
            var code = region == 0 ? default : RegionCode.FromNumber(region);
            return new BenchCamera(
                $"CAM-{i:D6}", $"{road}路{other}路{Corners[random.Next(Corners.Length)]} {random.Next(1, 400)} 号", $"44070300{i % 100:D2}132{i:D7}", Types[random.Next(Types.Length)],
                Departments[random.Next(Departments.Length)], $"{road}路 {random.Next(1, 900)} 号", new(lon, lat), code, string.Join(' ', atlas.Tree.Path(code).Select(one => one.Name)));
        }).Where(camera => camera.Region.IsRegion)];
    }

    public IReadOnlyList<BenchCamera> All { get; }

    /// <summary>As many lines as a registration takes, each with its cameras.</summary>
    public IEnumerable<string> Registrations() => All.Chunk(10_000).Select(some => string.Join('\n', some.Select(camera => JsonSerializer.Serialize(new
    {
        device = camera.Id, name = camera.Name, type = camera.Type, department = camera.Department, lon = camera.At.Lon, lat = camera.At.Lat, address = camera.Address,
        nationalId = camera.NationalId, playUrl = $"https://video.example.cn/{camera.Id}.m3u8", illustrative = true,
    }))));

    /// <summary>A heartbeat of two in three: the others were never heard.</summary>
    public IEnumerable<string> Heartbeats(DateTimeOffset at) => All.Where((_, i) => i % 3 != 0).Chunk(20_000).Select(some =>
    {
        var lines = new StringBuilder();
        foreach (var camera in some) lines.Append($$"""{"device":"{{camera.Id}}","metric":"heartbeat","ts":{{at.ToUnixTimeMilliseconds()}},"value":1}""").Append('\n');
        return lines.ToString();
    });

    public BenchCamera Any(Random random) => All[random.Next(All.Count)];
}

using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Video;

namespace CommandCenter.Domain.Tests.Video;

/// <summary>Cameras found by words, class, region and place.</summary>
public sealed class CameraIndexTests
{
    private static readonly RegionCode Pengjiang = RegionCode.Parse("440703001000"), Taishan = RegionCode.Parse("440781110000");
    private static readonly RegionScope City = RegionScope.Of(RegionCode.Parse("440700000000"));

    private static readonly Device[] Cameras =
    [
        Some("CAM-1", "北街路口", Pengjiang, 113.08, 22.58, "44070300001320000001", "建设路 1 号"),
        Some("CAM-2", "北街路口东侧", Pengjiang, 113.09, 22.58, "44070300001320000002", "建设路 3 号"),
        Some("CAM-3", "台城公园", Taishan, 112.79, 22.25, "44078100001320000003", "北街路口西侧 200 米"),
        Some("GATE-4", "高速卡口", Taishan, 112.80, 22.26, null, null, "卡口", "交通"),
    ];

    private readonly CameraIndex _index = new(Cameras, region => region == Pengjiang ? "江门市 蓬江区 北街街道" : "江门市 台山市 四九镇");

    private static Device Some(string id, string name, RegionCode region, double lon, double lat, string? nationalId, string? address, string type = "视频监控", string department = "公安") =>
        new(id, name, type, department, new(lon, lat), region, IsIllustrative: true) { Card = new() { NationalId = nationalId, Address = address } };

    private string[] Found(string? words, CameraQuestion? question = null) =>
        [.. _index.Find((question ?? new() { Scope = City, Take = 10 }) with { Words = CameraText.Words(words) }).Page.Select(one => one.Camera.Id)];

    [Theory]
    [InlineData("北街路口", "CAM-1 CAM-2 CAM-3")] // the name itself, then its beginning, then the address
    [InlineData("cam-2", "CAM-2")]
    [InlineData("ＣＡＭ－３", "CAM-3")] // full width
    [InlineData("0001320000003", "CAM-3")]
    [InlineData("44078100001320000003", "CAM-3")]
    [InlineData("建设路　３号", "")] // all words: no address has 3号
    [InlineData("建设路 东侧", "CAM-2")]
    [InlineData("台山 公园", "CAM-3")] // a word of the place, a word of the name
    [InlineData("bjlk", "CAM-1 CAM-2")]
    [InlineData("gskk", "GATE-4")]
    [InlineData("没有这里", "")]
    [InlineData(null, "CAM-1 CAM-2 CAM-3 GATE-4")]
    public void Cameras_are_found_by_every_word_best_first(string? words, string expected) => string.Join(' ', Found(words)).ShouldBe(expected);

    [Fact]
    public void Nothing_outside_the_scope_is_found()
    {
        Found("北街路口", new() { Scope = RegionScope.Of(Taishan), Take = 10 }).ShouldBe(["CAM-3"]);
        Found(null, new() { Scope = RegionScope.Of(RegionCode.Parse("440703000000")), Take = 10 }).ShouldBe(["CAM-1", "CAM-2"]);
        Found(null, new() { Scope = default, Take = 10 }).ShouldBeEmpty();
    }

    [Fact]
    public void The_nearest_come_first_with_how_far_they_are()
    {
        var found = _index.Find(new() { Scope = City, Near = new(112.80, 22.26), Take = 3 });
        found.Page.Select(one => one.Camera.Id).ShouldBe(["GATE-4", "CAM-3", "CAM-1"]);
        found.Page[0].Metres.ShouldBe(0);
        found.Page[1].Metres!.Value.ShouldBe(1_515, 15);
    }

    [Fact]
    public void A_class_is_a_type_or_a_department_and_is_counted_beside_the_others()
    {
        var found = _index.Find(new() { Scope = City, Class = "交通", Take = 10 });
        found.Page.ShouldHaveSingleItem().Camera.Id.ShouldBe("GATE-4");
        found.Classes.ShouldBe([new("视频监控", false, 3), new("卡口", false, 1), new("公安", true, 3), new("交通", true, 1)]);
        _index.Find(new() { Scope = City, Class = "林业", Take = 10 }).Total.ShouldBe(0);
    }

    [Fact]
    public void Pages_follow_each_other_without_gap()
    {
        var pages = Enumerable.Range(0, 4).SelectMany(i => _index.Find(new() { Scope = City, Words = ["江门市"], Skip = i, Take = 1 }).Page).Select(one => one.Camera.Id);
        pages.ShouldBe(["CAM-1", "CAM-2", "CAM-3", "GATE-4"]);
        _index.Find(new() { Scope = City, Skip = 4, Take = 1 }).Page.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_asked_of_each_camera_is_asked_of_those_that_fit_alone()
    {
        var asked = new List<string>();
        _index.Find(new() { Scope = City, Words = ["北街街道"], Take = 10, Fits = camera => { asked.Add(camera.Id); return camera.Id == "CAM-2"; } }).Total.ShouldBe(1);
        asked.ShouldBe(["CAM-1", "CAM-2"]);
    }

    [Fact]
    public void It_finds_what_a_plain_look_at_every_camera_finds()
    {
        var random = new Random(20261129);
        const string signs = "东南西北路口站1 2a";
        string Line(int most) => string.Concat(Enumerable.Range(0, random.Next(1, most)).Select(_ => signs[random.Next(signs.Length)])).Trim() is { Length: > 0 } line ? line : "路";
        var cameras = Enumerable.Range(0, 2_000).Select(i => Some($"C{i:D4}", Line(12), i % 3 == 0 ? Taishan : Pengjiang, 113, 22, null, Line(12))).ToArray();
        var index = new CameraIndex(cameras, _ => "");
        for (var round = 0; round < 300; round++)
        {
            var words = CameraText.Words(Line(5));
            var scope = round % 2 == 0 ? City : RegionScope.Of(Taishan);
            var plain = cameras.Where(camera => scope.Covers(camera.Region) && words.All(word => $"{camera.Name}\n{camera.Id.ToLowerInvariant()}\n{camera.Card.Address}\n\n{PinyinInitials.Of(camera.Name)}".Contains(word, StringComparison.Ordinal)));
            index.Find(new() { Scope = scope, Words = words, Take = 5_000 }).Page.Select(one => one.Camera.Id).Order().ShouldBe(plain.Select(camera => camera.Id).Order(), string.Join('|', words));
        }
    }

    [Fact]
    public void A_device_is_a_camera_by_its_type_its_number_or_its_picture()
    {
        var video = DeviceType.Unlisted with { Name = "视频监控", Group = "视频" };
        var device = new Device("X", "X", "X", "X", default, Taishan, false);
        Camera.Is(device, video).ShouldBeTrue();
        Camera.Is(device, DeviceType.Unlisted).ShouldBeFalse();
        Camera.Is(device with { Card = new() { NationalId = "44078100001320000003" } }, DeviceType.Unlisted).ShouldBeTrue();
        Camera.Is(device with { Card = new() { PlayUrl = "https://video.example.cn/1.m3u8" } }, DeviceType.Unlisted).ShouldBeTrue();
    }
}

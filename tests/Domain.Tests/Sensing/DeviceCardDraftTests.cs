using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Domain.Tests.Sensing;

public sealed class DeviceCardDraftTests
{
    private static readonly DeviceCardDraft Whole = new(
        "黄志强", "138 1234 1234", "崖门镇水闸东侧", "44070500001320000031", "https://video.example.cn/live/31.m3u8", "太阳能", "battery", "2025-03-31", "-2.5");

    [Fact]
    public void Reads_every_field()
    {
        var card = Whole.Over(DeviceCard.Empty).Card.ShouldNotBeNull();
        card.ShouldBe(new DeviceCard
        {
            Responsible = "黄志强", Phone = "13812341234", Address = "崖门镇水闸东侧", NationalId = "44070500001320000031",
            PlayUrl = "https://video.example.cn/live/31.m3u8", Power = PowerSource.Solar, BatteryMetric = "battery", InstalledOn = new(2025, 3, 31), Height = -2.5,
        });
    }

    [Fact]
    public void What_is_not_named_stays_and_an_empty_text_takes_a_field_off()
    {
        var before = Whole.Over(DeviceCard.Empty).Card! with { Photo = new('a', 64) };
        var after = new DeviceCardDraft(Phone: "", InstalledOn: " ", Height: "", Power: "Mains").Over(before).Card!;
        after.ShouldBe(before with { Phone = null, InstalledOn = null, Height = null, Power = PowerSource.Mains });
    }

    public static TheoryData<DeviceCardDraft, string> Bad => new()
    {
        { new(Responsible: new('长', 41)), "invalid_responsible" },
        { new(Responsible: "黄\n志强"), "invalid_responsible" },
        { new(Phone: "138****1234"), "invalid_phone" },
        { new(Phone: "12345"), "invalid_phone" },
        { new(Address: new('长', 201)), "invalid_address" },
        { new(NationalId: "4407050000132000003"), "invalid_national_id" },
        { new(NationalId: "４４０７０５００００１３２００００３１１"), "invalid_national_id" },
        { new(PlayUrl: "rtsp://video.example.cn/31"), "invalid_play_url" },
        { new(PlayUrl: "file:///etc/passwd"), "invalid_play_url" },
        { new(PlayUrl: "javascript:alert(1)"), "invalid_play_url" },
        { new(PlayUrl: "http://admin:admin@10.1.2.3/31.m3u8"), "invalid_play_url" },
        { new(PlayUrl: "http://127.0.0.1/31.m3u8"), "invalid_play_url" },
        { new(PlayUrl: "http://[::1]/31.m3u8"), "invalid_play_url" },
        { new(PlayUrl: "http://169.254.169.254/latest"), "invalid_play_url" },
        { new(PlayUrl: "/live/31.m3u8"), "invalid_play_url" },
        { new(Power: "核能"), "invalid_power" },
        { new(BatteryMetric: "电量"), "invalid_battery_metric" },
        { new(InstalledOn: "2025/3/31"), "invalid_installed_on" },
        { new(InstalledOn: "2025-02-30"), "invalid_installed_on" },
        { new(Height: "1e999"), "invalid_height" },
        { new(Height: "NaN"), "invalid_height" },
        { new(Height: "1001"), "invalid_height" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Refuses_a_field_that_cannot_be_true(DeviceCardDraft draft, string code)
    {
        var (card, fault) = draft.Over(DeviceCard.Empty);
        card.ShouldBeNull();
        fault!.Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("44070500001320000031", null)]
    [InlineData("44070500001180000031", "national_id_not_a_camera")]
    public void Warns_of_a_camera_whose_number_is_no_camera_s(string id, string? code)
    {
        var device = new Device("SP-1", "水闸", "视频监控", "水利", default, RegionCode.Parse("440705000000"), false)
        {
            Card = new() { NationalId = id, PlayUrl = "https://video.example.cn/31.m3u8" },
        };
        DeviceCardDraft.Warning(device)?.Code.ShouldBe(code);
        (DeviceCardDraft.Warning(device) is null).ShouldBe(code is null);
    }
}

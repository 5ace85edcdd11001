using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;
using CommandCenter.Domain.Sensing;
using CommandCenter.Store.Records;
using CommandCenter.Store.Tests.Host;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Store.Tests.Records;

[Collection(Stores.Name)]
public sealed class RoundTripTests(Stores stores)
{
    private static readonly DateTimeOffset InBeijing = new(2026, 3, 1, 8, 30, 15, 250, TimeSpan.FromHours(8));

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task An_account_comes_back_as_it_was_its_instants_in_utc(Provider provider)
    {
        await using var store = await stores.OpenAsync(provider);
        await using (var db = store.Db())
        {
            db.Accounts.Add(new Account
            {
                Id = Ulid.New(InBeijing),
                UserName = "li",
                NormalizedUserName = "LI",
                DisplayName = "李晓彤 𠮷",
                Scope = RegionCode.Parse("440781110000"),
                CreatedAt = InBeijing,
                LockoutEnd = InBeijing.AddMinutes(15),
            });
            await db.SaveChangesAsync();
        }

        await using var again = store.Db();
        var account = await again.Accounts.SingleAsync(a => a.CreatedAt <= InBeijing && a.LockoutEnd > InBeijing);
        account.DisplayName.ShouldBe("李晓彤 𠮷");
        account.Scope.ShouldBe(RegionCode.Parse("440781110000"));
        account.CreatedAt.ShouldBe(InBeijing);
        account.CreatedAt.Offset.ShouldBe(TimeSpan.Zero);
        account.DisabledAt.ShouldBeNull();
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Two_who_edit_one_account_do_not_overwrite_each_other(Provider provider)
    {
        await using var store = await stores.OpenAsync(provider);
        await using var first = store.Db();
        first.Accounts.Add(new Account { Id = "1", DisplayName = "甲", Scope = RegionCode.Parse("440700000000"), CreatedAt = InBeijing });
        await first.SaveChangesAsync();
        await using var second = store.Db();
        var mine = await first.Accounts.SingleAsync();
        var theirs = await second.Accounts.SingleAsync();

        (theirs.DisplayName, theirs.ConcurrencyStamp) = ("乙", "another");
        await second.SaveChangesAsync();
        mine.DisplayName = "丙";

        var late = await Should.ThrowAsync<DbUpdateConcurrencyException>(first.SaveChangesAsync());
        StoreFailures.Of(late).ShouldBe(StoreFailure.Conflict);
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task A_layer_comes_back_as_it_was_and_two_who_change_it_do_not_overwrite_each_other(Provider provider)
    {
        var layer = new Layer(
            "shelters", "避难场所", "emergency", "应急资源", 3, "应急管理局", "内部使用", "含 <b>示意</b>", GeometryKind.Point, Sensitivity.Sensitive,
            [Roles.Staff, Roles.Dispatcher], RegionCode.Parse("440700000000"),
            [new("name", "名称", FieldType.Text), new("phone", "电话", FieldType.Text, IsPersonal: true)], new(Class: "kind", Label: "name"),
            new(2, "tent", [new("学校", 3, "school")], 8, Extrudes: true), IsIllustrative: true);
        await using var store = await stores.OpenAsync(provider);
        await using var first = store.Db();
        first.Layers.Add(LayerRecord.From(layer, InBeijing));
        first.LayerVersions.Add(new()
        {
            Layer = layer.Id, Number = 1, FileName = "避难场所.zip", Digest = "00", Crs = "EPSG:4547", Rows = 386, BadRows = 2,
            West = 112.1, South = 21.5, East = 113.3, North = 22.9, ImportedBy = "staff", ImportedAt = InBeijing,
        });
        await first.SaveChangesAsync();
        await using var second = store.Db();
        var theirs = await second.Layers.SingleAsync();

        var back = theirs.ToLayer();
        (back with { Roles = layer.Roles, Fields = layer.Fields, Style = layer.Style }).ShouldBe(layer);
        back.Roles.ShouldBe(layer.Roles);
        back.Fields.ShouldBe(layer.Fields);
        back.Style.Classes.ShouldBe(layer.Style.Classes);
        (back.Style with { Classes = null }).ShouldBe(layer.Style with { Classes = null });
        (await second.LayerVersions.SingleAsync()).East.ShouldBe(113.3);
        theirs.Take(layer with { Title = "应急避难场所" }, InBeijing);
        await second.SaveChangesAsync();
        (await first.Layers.SingleAsync()).Take(layer with { Title = "避护场所" }, InBeijing);
        await Should.ThrowAsync<DbUpdateConcurrencyException>(first.SaveChangesAsync());
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task A_device_comes_back_with_its_card_and_two_who_change_it_do_not_overwrite_each_other(Provider provider)
    {
        var device = new Device("SP-440705-0031", "崖门水道 3#", "视频监控", "水利", new(113.05, 22.21), RegionCode.Parse("440705101000"), IsIllustrative: true)
        {
            Card = new()
            {
                Responsible = "黄志强 𠮷", Phone = "13812341234", Address = "水闸东侧", NationalId = "44070500001320000031", PlayUrl = "https://video.example.cn/31.m3u8",
                Power = PowerSource.Solar, BatteryMetric = "battery", InstalledOn = new(2025, 3, 31), Height = -2.5, Photo = new('a', 64),
            },
            IsDisabled = true,
            Row = 1,
            RegisteredAt = InBeijing,
        };
        await using var store = await stores.OpenAsync(provider);
        await using var first = store.Db();
        first.Devices.Add(DeviceRecord.From(device, InBeijing));
        first.DevicePhotos.Add(new() { Device = device.Id, MediaType = "image/png", Digest = new('a', 64), Bytes = [1, 2, 3], TakenAt = InBeijing });
        await first.SaveChangesAsync();

        await using var second = store.Db();
        var theirs = await second.Devices.SingleAsync();
        theirs.ToDevice().ShouldBe(device);
        (await second.DevicePhotos.SingleAsync()).Bytes.ShouldBe([1, 2, 3]);
        theirs.Become(device);
        theirs.RowVersion.ShouldBe(1);
        theirs.Become(device with { Card = device.Card with { Phone = null } });
        await second.SaveChangesAsync();
        (await first.Devices.SingleAsync()).Become(device with { Name = "另一个名字" });
        await Should.ThrowAsync<DbUpdateConcurrencyException>(first.SaveChangesAsync());
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task A_device_type_comes_back_as_it_was(Provider provider)
    {
        var type = new DeviceType(
            "水位站", "水文", TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(1), TimeSpan.FromDays(1095),
            [new("water_level", -5, null, 0.5, TimeSpan.FromMinutes(90)), new("battery")], ["phone", "photo"], "待核");
        await using var store = await stores.OpenAsync(provider);
        await using (var db = store.Db())
        {
            db.DeviceTypes.Add(DeviceTypeRecord.From(type, 3));
            await db.SaveChangesAsync();
        }

        await using var again = store.Db();
        var back = (await again.DeviceTypes.SingleAsync()).ToType();
        (back with { Metrics = type.Metrics, Required = type.Required }).ShouldBe(type);
        back.Metrics.ShouldBe(type.Metrics);
        back.Required.ShouldBe(type.Required);
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task A_token_hash_is_unique(Provider provider)
    {
        await using var store = await stores.OpenAsync(provider);
        await using var db = store.Db();
        db.IngestTokens.AddRange(Token("1"), Token("2"));
        StoreFailures.Of(await Should.ThrowAsync<DbUpdateException>(db.SaveChangesAsync())).ShouldBe(StoreFailure.Conflict);

        static IngestToken Token(string id) =>
            new() { Id = id, Name = "网关", Hash = new string('a', 64), Scope = RegionCode.Parse("440700000000"), CreatedAt = InBeijing };
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Instants_are_kept_to_the_microsecond_and_found_again_by_it(Provider provider)
    {
        await using var store = await stores.OpenAsync(provider);
        var fine = InBeijing.AddTicks(1_234_567);
        await using (var db = store.Db())
        {
            db.Accounts.Add(new Account { Id = "1", DisplayName = "甲", Scope = RegionCode.Parse("440700000000"), CreatedAt = fine });
            await db.SaveChangesAsync();
        }

        await using var again = store.Db();
        (await again.Accounts.SingleAsync(account => account.CreatedAt == fine)).CreatedAt.ShouldBe(fine.AddTicks(-7));
    }
}

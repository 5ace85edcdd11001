using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Domain.Tests.Layers;

public sealed class LayerRulesTests
{
    private static readonly RegionCode City = RegionCode.Parse("440700000000");

    private static readonly Layer Shelters = new(
        "shelters", "避难场所", "emergency", "应急资源", 1, "应急管理局", "内部使用", "", GeometryKind.Point, Sensitivity.Public, [], City,
        [new("name", "名称", FieldType.Text), new("capacity", "容纳人数", FieldType.Whole, "人")], new(Label: "name"), LayerStyle.Plain, IsIllustrative: true);

    [Fact]
    public void A_whole_layer_has_no_fault() => LayerRules.Fault(Shelters).ShouldBeNull();

    [Theory]
    [InlineData("Shelters")]
    [InlineData("s")]
    [InlineData("1shelters")]
    [InlineData("shel ters")]
    [InlineData("shelters\n")]
    [InlineData("../shelters")]
    [InlineData("ｓｈｅｌｔｅｒｓ")]
    [InlineData("towns")]
    public void An_id_is_a_short_slug_that_is_not_taken(string id) => LayerRules.Fault(Shelters with { Id = id })!.Value.Code.ShouldBe("invalid_layer_id");

    [Fact]
    public void What_is_wrong_is_told_by_code()
    {
        (Layer Wrong, string Code)[] cases =
        [
            (Shelters with { Title = "  " }, "invalid_title"),
            (Shelters with { Title = new('长', 81) }, "invalid_title"),
            (Shelters with { Theme = "weather" }, "invalid_theme"),
            (Shelters with { Department = "" }, "invalid_department"),
            (Shelters with { Kind = (GeometryKind)9 }, "invalid_kind"),
            (Shelters with { Sensitivity = 0 }, "invalid_sensitivity"),
            (Shelters with { Roles = [Roles.SystemAdministrator] }, "invalid_role"),
            (Shelters with { Sensitivity = Sensitivity.Internal }, "roles_required"),
            (Shelters with { Region = default }, "invalid_region"),
            (Shelters with { Fields = [.. Shelters.Fields, Shelters.Fields[0]] }, "invalid_fields"),
            (Shelters with { Fields = [new("name", "名称", FieldType.Text, IsPersonal: true)] }, "personal_lead"),
            (Shelters with { Style = new(Colour: 7) }, "invalid_style"),
            (Shelters with { Style = new(Classes: [new("学校", 0)]) }, "invalid_style"),
        ];
        foreach (var (wrong, code) in cases) LayerRules.Fault(wrong)!.Value.Code.ShouldBe(code);
    }

    [Fact]
    public void An_internal_layer_is_seen_by_the_roles_it_names()
    {
        var inner = Shelters with { Sensitivity = Sensitivity.Internal, Roles = [Roles.Dispatcher] };
        LayerRules.Fault(inner).ShouldBeNull();
        inner.IsSeenBy(Roles.Dispatcher).ShouldBeTrue();
        inner.IsSeenBy(Roles.Staff).ShouldBeFalse();
        inner.IsSeenBy(null).ShouldBeFalse();
        Shelters.IsSeenBy(Roles.TownCadre).ShouldBeTrue();
    }

    [Fact]
    public void A_layer_is_kept_by_who_administers_all_it_covers()
    {
        Shelters.IsKeptBy(RegionScope.Of(City)).ShouldBeTrue();
        Shelters.IsKeptBy(RegionScope.Of(RegionCode.Parse("440781000000"))).ShouldBeFalse();
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Status;

namespace CommandCenter.Domain.Tests.Alarms;

public sealed class AlarmRulesTests
{
    private static readonly AlarmLevel Yellow = new(WarningColor.Yellow, 2.8), Red = new(WarningColor.Red, 4.5);

    private static readonly AlarmRule Good = new(
        "river-level", "河道水位超限", RegionCode.Parse("440700000000"), "水位站", null, new AlarmCondition.Threshold("water_level", [Yellow, Red], Hysteresis: 0.1), 60, 300, 10, true, "");

    public static TheoryData<string, AlarmCondition> BadConditions => new()
    {
        { "invalid_metric", new AlarmCondition.Threshold("水位", [Yellow]) },
        { "invalid_metric", new AlarmCondition.Threshold("a b", [Yellow]) },
        { "invalid_levels", new AlarmCondition.Threshold("water_level", []) },
        { "invalid_levels", new AlarmCondition.Threshold("water_level", [Yellow, Yellow]) },
        { "invalid_levels", new AlarmCondition.Threshold("water_level", [new(WarningColor.Red, double.NaN)]) },
        { "invalid_levels", new AlarmCondition.Threshold("water_level", [new(WarningColor.Red, 1), new(WarningColor.Yellow, 2)]) },
        { "invalid_levels", new AlarmCondition.Threshold("water_level", [Yellow, Red], IsBelow: true) },
        { "invalid_color", new AlarmCondition.Threshold("water_level", [new(WarningColor.None, 1)]) },
        { "invalid_hysteresis", new AlarmCondition.Threshold("water_level", [Yellow], Hysteresis: -1) },
        { "invalid_minutes", new AlarmCondition.Rate("water_level", [Yellow], 0) },
        { "invalid_levels", new AlarmCondition.Rate("water_level", [new(WarningColor.Red, 0)], 5) },
        { "invalid_minutes", new AlarmCondition.Missing(WarningColor.Blue, 0) },
        { "invalid_color", new AlarmCondition.Missing((WarningColor)9, 5) },
        { "invalid_ring", new AlarmCondition.Fence(WarningColor.Red, [new(113, 22), new(114, 22)]) },
        { "invalid_ring", new AlarmCondition.Fence(WarningColor.Red, [new(113, 22), new(114, 22), new(double.NaN, 1)]) },
        { "invalid_level", new AlarmCondition.All([new AlarmCondition.Threshold("water_level", [Yellow]), new AlarmCondition.Around("rain", [Yellow], RegionLevel.Village, 5)]) },
        { "no_own_condition", new AlarmCondition.Around("rain", [Yellow], RegionLevel.Town, 5) },
        { "too_many_conditions", new AlarmCondition.All([]) },
        { "too_many_conditions", new AlarmCondition.Any([.. Enumerable.Repeat(new AlarmCondition.Threshold("a", [Yellow]), 12)]) },
        { "too_many_conditions", new AlarmCondition.All([new AlarmCondition.All([new AlarmCondition.All([new AlarmCondition.All([new AlarmCondition.Missing(WarningColor.Blue, 5)])])])]) },
    };

    [Fact]
    public void A_right_rule_has_no_fault() => AlarmRules.Fault(Good).ShouldBeNull();

    [Theory]
    [MemberData(nameof(BadConditions))]
    public void A_wrong_condition_is_told_by_its_code(string code, AlarmCondition condition) =>
        AlarmRules.Fault(Good with { Condition = condition })!.Value.Code.ShouldBe(code);

    [Fact]
    public void What_stands_around_the_condition_is_looked_at_too()
    {
        AlarmRules.Fault(Good with { Id = "A B" })!.Value.Code.ShouldBe("invalid_rule_id");
        AlarmRules.Fault(Good with { Name = " " })!.Value.Code.ShouldBe("invalid_name");
        AlarmRules.Fault(Good with { Name = "水\n位" })!.Value.Code.ShouldBe("invalid_name");
        AlarmRules.Fault(Good with { ForSeconds = -1 })!.Value.Code.ShouldBe("invalid_duration");
        AlarmRules.Fault(Good with { RestSeconds = 86_401 })!.Value.Code.ShouldBe("invalid_duration");
        AlarmRules.Fault(Good with { EscalateMinutes = 10_081 })!.Value.Code.ShouldBe("invalid_escalation");
        AlarmRules.Fault(Good with { Condition = null! })!.Value.Code.ShouldBe("missing_condition");
    }

    [Fact]
    public void A_condition_is_the_same_after_a_journey_through_JSON()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
        AlarmCondition condition = new AlarmCondition.All([new AlarmCondition.Threshold("water_level", [Yellow]), new AlarmCondition.Around("rain", [Red], RegionLevel.Town, 60)]);
        var text = JsonSerializer.Serialize(condition, options);

        JsonSerializer.Serialize(JsonSerializer.Deserialize<AlarmCondition>(text, options), options).ShouldBe(text);
        text.ShouldContain("\"kind\":\"threshold\"");
    }
}

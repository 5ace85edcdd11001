using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Domain.Alarms;

/// <summary>When an alarm is raised, for which devices, and what happens when nobody acknowledges it.</summary>
/// <param name="Id">Chosen by who makes it: 1 to 64 of <c>a-z 0-9 - _ .</c></param>
/// <param name="Name">On screen: 河道水位超限.</param>
/// <param name="Region">Devices in it are watched.</param>
/// <param name="Type">Only devices of this type; null: whatever sends the metrics.</param>
/// <param name="Department">Only devices of this department.</param>
/// <param name="Condition">What has to hold.</param>
/// <param name="ForSeconds">For how long it has to hold, by the devices' clocks, before the alarm is raised; 0 to 86,400.</param>
/// <param name="RestSeconds">For how long it must not hold before the alarm counts as over; 0 to 86,400.</param>
/// <param name="EscalateMinutes">An alarm that nobody acknowledged for so long is escalated, and again after as long; 0: never; at most 10,080.</param>
/// <param name="IsOn">Off: nothing is raised.</param>
/// <param name="Advice">What to do, for who handles it.</param>
public sealed record AlarmRule(
    string Id,
    string Name,
    RegionCode Region,
    string? Type,
    string? Department,
    AlarmCondition Condition,
    int ForSeconds,
    int RestSeconds,
    int EscalateMinutes,
    bool IsOn,
    string Advice)
{
    /// <summary>True when the device is watched by this rule, whatever it measures; one that is out of use is not.</summary>
    public bool Watches(Device device) =>
        !device.IsDisabled
        && Region.Contains(device.Region)
        && (Type is null || Type == device.Type)
        && (Department is null || Department == device.Department);
}

namespace CommandCenter.Domain.Sensing;

/// <summary>A field of a device's card that a type may ask to be filled.</summary>
/// <param name="Key">Its name in files and in the interface: <c>installedOn</c>.</param>
/// <param name="Name">Its name on screen: 安装日期.</param>
/// <param name="IsFilled">Whether the card has it.</param>
public sealed record DeviceField(string Key, string Name, Func<DeviceCard, bool> IsFilled)
{
    /// <summary>All that may be asked for, in the order of a form.</summary>
    public static IReadOnlyList<DeviceField> All { get; } =
    [
        new("responsible", "责任人", card => card.Responsible is not null),
        new("phone", "联系电话", card => card.Phone is not null),
        new("address", "安装地址", card => card.Address is not null),
        new("nationalId", "国标编号", card => card.NationalId is not null),
        new("playUrl", "播放地址", card => card.PlayUrl is not null),
        new("power", "供电方式", card => card.Power is not null),
        new("batteryMetric", "电量指标", card => card.BatteryMetric is not null),
        new("installedOn", "安装日期", card => card.InstalledOn is not null),
        new("height", "安装高度", card => card.Height is not null),
        new("photo", "安装照片", card => card.Photo is not null),
    ];

    /// <summary>The field of this key; null when there is none.</summary>
    public static DeviceField? Find(string key) => All.FirstOrDefault(field => field.Key == key);

    /// <summary>The fields that the device's type asks for and its card lacks, in the order of a form.</summary>
    public static IReadOnlyList<DeviceField> Missing(Device device, DeviceType type) =>
        [.. All.Where(field => type.Required.Contains(field.Key) && !field.IsFilled(device.Card))];
}

namespace CommandCenter.Domain.Sensing;

/// <summary>What the register keeps of a device besides what its readings need: whom to call, where it stands, what feeds it. Each
/// member is null while nobody filled it in.</summary>
public sealed record DeviceCard
{
    public static DeviceCard Empty { get; } = new();

    /// <summary>责任人: who answers for the device.</summary>
    public string? Responsible { get; init; }

    /// <summary>Of the responsible person, as <see cref="Access.PhoneNumbers"/> keeps it; personal, masked on every screen.</summary>
    public string? Phone { get; init; }

    public string? Address { get; init; }

    /// <summary>GB/T 28181: twenty digits, of a device that is on the video platform.</summary>
    public string? NationalId { get; init; }

    /// <summary>Where a browser finds its picture as HLS: http or https.</summary>
    public string? PlayUrl { get; init; }

    public PowerSource? Power { get; init; }

    /// <summary>Key of the metric that tells how full its battery is.</summary>
    public string? BatteryMetric { get; init; }

    public DateOnly? InstalledOn { get; init; }

    /// <summary>Of the sensor above the ground, metres; negative below it.</summary>
    public double? Height { get; init; }

    /// <summary>Of the photo of its installation: SHA-256, 64 lower-case hex digits.</summary>
    public string? Photo { get; init; }
}

/// <summary>What a device is fed by.</summary>
public enum PowerSource
{
    /// <summary>市电</summary>
    Mains,

    /// <summary>电池</summary>
    Battery,

    /// <summary>太阳能</summary>
    Solar,
}

/// <summary>Where a device is between being registered and being taken out of use.</summary>
public enum DeviceLifecycle
{
    /// <summary>待接入: registered, never heard.</summary>
    Waiting,

    /// <summary>在线: heard within the time of its type.</summary>
    Online,

    /// <summary>离线: heard once, silent now.</summary>
    Offline,

    /// <summary>停用: taken out of use; its readings are refused.</summary>
    Disabled,
}

using CommandCenter.Domain.Sensing;

namespace CommandCenter.Domain.Video;

/// <summary>视频点位: a device of the register that has a picture.</summary>
public static class Camera
{
    /// <summary>Under which the types of cameras stand in the catalogue of types.</summary>
    public const string Group = "视频";

    /// <summary>Whether a device is one: its type is of the group 视频, or its card has a GB/T 28181 number or a play URL.</summary>
    public static bool Is(Device device, DeviceType type) => type.Group == Group || device.Card is { NationalId: not null } or { PlayUrl: not null };
}

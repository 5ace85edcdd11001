namespace CommandCenter.Store.Records;

/// <summary>The photo of a device's installation.</summary>
public sealed class DevicePhoto
{
    public required string Device { get; init; }

    /// <summary>image/jpeg, image/png or image/webp, as its bytes say.</summary>
    public required string MediaType { get; set; }

    /// <summary>SHA-256 of the bytes, 64 lower-case hex digits.</summary>
    public required string Digest { get; set; }

    public required byte[] Bytes { get; set; }

    /// <summary>When it was brought.</summary>
    public required DateTimeOffset TakenAt { get; set; }
}

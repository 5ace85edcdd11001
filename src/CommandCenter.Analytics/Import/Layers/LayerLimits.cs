namespace CommandCenter.Analytics.Import.Layers;

/// <summary>What one file may cost. The defaults suit a server with 4 GB.</summary>
public sealed record LayerLimits
{
    public static LayerLimits Default { get; } = new();

    /// <summary>Bytes that all entries of a ZIP may unpack to.</summary>
    public long UnpackedBytes { get; init; } = 4L << 30;

    /// <summary>Entries of a ZIP.</summary>
    public int ZipEntries { get; init; } = 10_000;

    /// <summary>Times that an entry of more than 16 MB may be larger than its packed bytes.</summary>
    public int ZipRatio { get; init; } = 200;

    /// <summary>Bytes of address space of a GDAL process.</summary>
    public long GdalMemory { get; init; } = 2L << 30;

    /// <summary>Seconds of processor time of a GDAL process.</summary>
    public int GdalSeconds { get; init; } = 600;

    /// <summary>Wall time of a GDAL process. Its output is read as it comes, so a slow reader counts.</summary>
    public TimeSpan GdalPatience { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Bytes of GeoJSON that a GDAL process may give out.</summary>
    public long GdalOutput { get; init; } = 16L << 30;

    /// <summary>Folder of ogr2ogr and ogrinfo. Where they are not, only GeoJSON and CSV are read.</summary>
    public string GdalFolder { get; init; } = "/usr/bin";

    /// <summary>Where archives are unpacked, each in a folder of its own that goes with its reading.</summary>
    public string WorkFolder { get; init; } = Path.GetTempPath();
}

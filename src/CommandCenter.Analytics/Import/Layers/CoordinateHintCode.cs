namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Codes of hints that come from a file itself, beside those of <see cref="Spatial.Coordinates.CoordinateHint"/>.</summary>
public static class CoordinateHintCode
{
    /// <summary>The file names a system of the catalogue.</summary>
    public const string Declared = "declared";

    /// <summary>The file names a system that is not in the catalogue.</summary>
    public const string DeclaredUnknown = "declared_unknown";
}

namespace CommandCenter.Store.Records;

/// <summary>An import of a layer: what file it was, and what came of it. Its objects are facts, and not kept here.</summary>
public sealed class LayerVersionRecord
{
    public required string Layer { get; init; }

    public required int Number { get; init; }

    public required string FileName { get; init; }

    /// <summary>SHA-256 of the file and of how it was read, in hex: the same again is no new version.</summary>
    public required string Digest { get; init; }

    /// <summary>CRS of origin: <c>EPSG:4547</c>, <c>GCJ-02</c>.</summary>
    public required string Crs { get; init; }

    /// <summary>Metres that the coordinates of origin may be off, as whoever brought them says; null: not said.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Objects taken.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows of the file that were left out, each told in the preview.</summary>
    public required long BadRows { get; init; }

    /// <summary>Degrees, CGCS2000.</summary>
    public required double West { get; init; }

    public required double South { get; init; }

    public required double East { get; init; }

    public required double North { get; init; }

    /// <summary>Sign-in name of who confirmed it.</summary>
    public required string ImportedBy { get; init; }

    public required DateTimeOffset ImportedAt { get; init; }
}

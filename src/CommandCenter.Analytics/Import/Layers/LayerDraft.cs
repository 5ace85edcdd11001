using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Layers;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>What a file is, before anything of it is written: for a person to look at and confirm.</summary>
public sealed record LayerDraft
{
    /// <summary>How many findings are listed.</summary>
    public const int MostFindings = 100;

    /// <summary>How many rows are shown.</summary>
    public const int MostPreviewed = 20;

    /// <summary>Name, without its folder.</summary>
    public required string File { get; init; }

    /// <summary>Length of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>64 lower hex digits.</summary>
    public required string Sha256 { get; init; }

    public required LayerFormat Format { get; init; }

    /// <summary>Empty where the format has one layer.</summary>
    public required IReadOnlyList<string> SubLayers { get; init; }

    /// <summary>The one this draft is of.</summary>
    public string? SubLayer { get; init; }

    /// <summary>The encoding the file was read in; null where the format leaves no choice.</summary>
    public string? Encoding { get; init; }

    /// <summary>Columns of a table; null elsewhere.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Where the table says what lies where: chosen, or guessed by name; null elsewhere.</summary>
    public CsvColumns? Placing { get; init; }

    /// <summary>Rows of the file, good and bad.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows that would be refused.</summary>
    public required long BadRows { get; init; }

    /// <summary>The first 100 refused rows and the first 100 notes, in the order of the file.</summary>
    public required IReadOnlyList<RowFinding> Findings { get; init; }

    /// <summary>How many findings there are of each code, all of them.</summary>
    public required IReadOnlyDictionary<string, long> Counts { get; init; }

    /// <summary>Rows of each kind of geometry.</summary>
    public required IReadOnlyDictionary<GeometryKind, long> Kinds { get; init; }

    public required IReadOnlyList<AttributeDraft> Attributes { get; init; }

    /// <summary>What the file itself says about its coordinates; null when it says nothing.</summary>
    public string? DeclaredSystem { get; init; }

    /// <summary>What the coordinates may be, best first, each with its reason. A system that the file names comes first. Empty
    /// when nothing fits: then a person must say it.</summary>
    public required IReadOnlyList<CoordinateHint> Systems { get; init; }

    /// <summary>The first good rows. Empty while the system is open.</summary>
    public required IReadOnlyList<LayerSample> Preview { get; init; }

    /// <summary>Of all good rows: degrees, CGCS2000. Null without any.</summary>
    public Envelope? Extent { get; init; }

    /// <summary>The reading rests on numbers that look like more than one thing: a person must say the system, and the order of axes.</summary>
    public bool IsGuess { get; init; }

    /// <summary>To be confirmed and given to <see cref="LayerFile.ReadAsync"/>; null while the system of coordinates, or the
    /// columns of a table, must first be chosen.</summary>
    public LayerReading? Reading { get; init; }
}

/// <summary>A row as it would be taken.</summary>
/// <param name="Number">From 1 in the order of the file.</param>
/// <param name="Geometry">As it would be drawn: degrees, CGCS2000.</param>
/// <param name="Values">Its attributes as text; empty where it has none.</param>
public sealed record LayerSample(long Number, Geometry Geometry, IReadOnlyList<(string Name, string Text)> Values);

using System.Security.Cryptography;
using System.Text.Json;
using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>How a file is read: everything that a person confirmed.</summary>
public sealed record LayerReading
{
    /// <summary>SHA-256 of the file that was looked at, 64 lower hex digits: another file is refused.</summary>
    public required string Sha256 { get; init; }

    public required LayerFormat Format { get; init; }

    /// <summary>Null where the format has one layer.</summary>
    public string? SubLayer { get; init; }

    /// <summary><c>UTF-8</c>, <c>GB18030</c>, <c>UTF-16LE</c> or <c>UTF-16BE</c>; of a Shapefile, that of its attributes. Null
    /// where the format leaves no choice.</summary>
    public string? Encoding { get; init; }

    /// <summary>Only of CSV.</summary>
    public CsvColumns? Columns { get; init; }

    /// <summary>Only of CSV: columns whose cells become numbers or true/false where they can; the others stay text.</summary>
    public IReadOnlyDictionary<string, AttributeType> Types { get; init; } = new Dictionary<string, AttributeType>();

    public required CoordinateSystem System { get; init; }

    public AxisOrder Axes { get; init; } = AxisOrder.EastNorth;

    /// <summary>Rows of another kind are refused.</summary>
    public required GeometryKind Kind { get; init; }

    /// <summary>An open ring is closed with a note; otherwise its row is refused.</summary>
    public bool CloseRings { get; init; }

    /// <summary>A polygon that crosses itself is repaired with a note, even where that changes its area; otherwise its row is
    /// refused. One whose repair moves less than a thousandth of the area is always repaired.</summary>
    public bool RepairPolygons { get; init; }

    /// <summary>Who imports the same file with the same settings imports nothing new: 64 lower hex digits of both.</summary>
    public string Identity(LeadFields lead)
    {
        var settings = JsonSerializer.SerializeToUtf8Bytes(new
        {
            Sha256, Format, SubLayer, Encoding, Columns, Types = Types.OrderBy(one => one.Key, StringComparer.Ordinal),
            System = System.Code, Axes, Kind, CloseRings, RepairPolygons, lead,
        });
        return Convert.ToHexStringLower(SHA256.HashData(settings));
    }
}

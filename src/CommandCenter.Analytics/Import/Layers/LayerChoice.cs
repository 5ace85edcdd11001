using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>What a person has already decided about a file; null: guess.</summary>
public sealed record LayerChoice
{
    /// <summary>One of <see cref="LayerDraft.SubLayers"/>.</summary>
    public string? SubLayer { get; init; }

    /// <summary><c>UTF-8</c>, <c>GB18030</c>, <c>UTF-16LE</c> or <c>UTF-16BE</c>.</summary>
    public string? Encoding { get; init; }

    public CsvColumns? Columns { get; init; }

    public CoordinateSystem? System { get; init; }

    public AxisOrder? Axes { get; init; }

    public GeometryKind? Kind { get; init; }

    public bool CloseRings { get; init; }

    public bool RepairPolygons { get; init; }
}

/// <summary>Where a table says what lies where: two columns of coordinates, or a column of region codes, or both (the code then
/// serves the rows whose coordinates are empty).</summary>
/// <param name="First">Column of the first number of the pair; which axis it is, says the reading's order of axes.</param>
/// <param name="Second">Column of the second number.</param>
/// <param name="RegionCode">Column of codes of 2, 4, 6, 9 or 12 digits.</param>
public sealed record CsvColumns(string? First = null, string? Second = null, string? RegionCode = null);

using System.Globalization;
using CommandCenter.Analytics.Spatial.Coordinates;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Layers;

/// <summary>How many objects a cell holds.</summary>
/// <param name="Id">Tells it from the other cells of the answer.</param>
/// <param name="Cell">A polygon in degrees.</param>
public sealed record CellCount(string Id, Geometry Cell, long Count);

/// <summary>
/// Counts objects in square cells over an area, from its south-west corner. The squares lie on a <see cref="LocalPlane"/>: their sides are
/// true to 0.1 %. An object counts in the cell of its point; one that only reaches into the area, in the cell of the area's
/// extent that its point is nearest to. For one thread.
/// </summary>
public sealed class DensityGrid
{
    /// <summary>No answer has more cells, of a grid or of hexagons.</summary>
    public const int MostCells = 20_000;

    private static readonly GeometryFactory _factory = new(new PrecisionModel(), 4490);
    private readonly Dictionary<(int Column, int Row), long> _counts = [];
    private readonly Envelope _extent;
    private readonly LocalPlane _plane;
    private readonly Coordinate _corner;
    private readonly double _side;

    /// <param name="side">Of a cell in metres, from 1.</param>
    /// <exception cref="CoordinateException">The area is too wide (<see cref="CoordinateFault.TooWide"/>).</exception>
    public DensityGrid(AskedArea area, double side)
    {
        (_extent, _side) = (area.Geometry.EnvelopeInternal, side);
        _plane = new(_extent, margin: 0);
        var flat = area.Geometry.Copy();
        flat.Apply(_plane.ToMetres);
        _corner = new(flat.EnvelopeInternal.MinX, flat.EnvelopeInternal.MinY);
    }

    /// <summary>Cells with an object in them, from the south-west, row by row.</summary>
    public IEnumerable<CellCount> Cells => _counts.OrderBy(cell => cell.Key.Row).ThenBy(cell => cell.Key.Column).Select(cell => new CellCount(
        string.Create(CultureInfo.InvariantCulture, $"{cell.Key.Column}-{cell.Key.Row}"), Square(cell.Key.Column, cell.Key.Row), cell.Value));

    /// <summary>Counts objects of a set; false as soon as there are more than <see cref="MostCells"/>.</summary>
    public bool Add(FeatureSet set, IEnumerable<int> indexes)
    {
        foreach (var index in indexes)
        {
            var at = set.Position(index);
            var (x, y) = _plane.Metres(Math.Clamp(at.Lon, _extent.MinX, _extent.MaxX), Math.Clamp(at.Lat, _extent.MinY, _extent.MaxY));
            var cell = ((int)Math.Floor((x - _corner.X) / _side), (int)Math.Floor((y - _corner.Y) / _side));
            _counts[cell] = _counts.GetValueOrDefault(cell) + 1;
            if (_counts.Count > MostCells) return false;
        }
        return true;
    }

    private Polygon Square(int column, int row)
    {
        var (west, south) = (_corner.X + column * _side, _corner.Y + row * _side);
        var square = _factory.CreatePolygon([new(west, south), new(west + _side, south), new(west + _side, south + _side), new(west, south + _side), new(west, south)]);
        square.Apply(_plane.ToDegrees);
        return square;
    }
}

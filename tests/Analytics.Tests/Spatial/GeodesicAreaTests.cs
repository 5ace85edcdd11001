using CommandCenter.Analytics.Spatial;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Tests.Spatial;

public sealed class GeodesicAreaTests
{
    private static readonly GeometryFactory Factory = new();

    // By numerical integration of the meridian and normal radii over the ellipsoid.
    [Fact]
    public void A_cell_of_one_degree_has_the_area_of_the_ellipsoid() =>
        GeodesicArea.SquareKilometres(Factory.ToGeometry(new Envelope(113, 114, 22, 23))).ShouldBe(CellArea, 0.01);

    [Fact]
    public void A_hole_is_taken_out_and_direction_does_not_matter()
    {
        var whole = Factory.ToGeometry(new Envelope(113, 114, 22, 23));
        var half = whole.Difference(Factory.ToGeometry(new Envelope(113.25, 113.75, 22, 23)));
        var hole = whole.Difference(Factory.ToGeometry(new Envelope(113.25, 113.75, 22.1, 22.9)));
        GeodesicArea.SquareKilometres(half.Reverse()).ShouldBe(CellArea / 2, 0.01);
        GeodesicArea.SquareKilometres(hole).ShouldBeInRange(CellArea * 0.59, CellArea * 0.61);
    }

    [Fact]
    public void A_line_has_none() => GeodesicArea.SquareKilometres(Factory.CreateLineString()).ShouldBe(0);

    private const double CellArea = 11394.287;
}

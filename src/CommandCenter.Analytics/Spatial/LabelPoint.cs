using CommandCenter.Domain.Geography;
using NetTopologySuite.Algorithm.Construct;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Spatial;

/// <summary>Where the name of an area is written: the centre of the largest circle inside it.</summary>
/// <param name="At">Degrees, CGCS2000.</param>
/// <param name="Room">Radius of that circle in degrees: how much room a label has.</param>
public sealed record LabelPoint(LonLat At, double Room)
{
    /// <summary>The label point of a polygon or multipolygon in degrees, exact to a hundredth of its extent. Costs milliseconds:
    /// keep the answer.</summary>
    public static LabelPoint Of(Geometry area)
    {
        var extent = area.EnvelopeInternal;
        var circle = new MaximumInscribedCircle(area, Math.Max(extent.Width, extent.Height) / 100);
        var centre = circle.GetCenter().Coordinate;
        return new(new(centre.X, centre.Y), circle.GetRadiusLine().Length);
    }
}

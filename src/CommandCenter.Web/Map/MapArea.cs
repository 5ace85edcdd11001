using System.Runtime.CompilerServices;
using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Web.Map;

/// <summary>A region on the map.</summary>
/// <param name="Rank">How large its name is: <c>county</c>, <c>town</c>, <c>village</c>, or <c>context</c> for a neighbour.</param>
/// <param name="Counts">It is one of the regions compared: without a grade it is hatched.</param>
/// <param name="At">Where its label stands: lon, lat.</param>
/// <param name="Room">Degrees between that point and its nearest edge.</param>
/// <param name="From">Farther out than this zoom it has no label.</param>
internal sealed record MapArea(
    string Code,
    string Name,
    string Rank,
    bool Counts,
    int? Grade,
    bool Old,
    string? Value,
    string? Note,
    double[] At,
    double Room,
    double From = 0)
{
    private static readonly ConditionalWeakTable<RegionAtlas, Dictionary<RegionCode, LabelPoint>> _labelPoints = [];

    /// <summary>A region with a boundary, with what a figure says about it.</summary>
    public static MapArea Of(RegionAtlas atlas, Region region, string? rank, MapFigure? figure)
    {
        var label = LabelPointOf(atlas, region.Code);
        return new(
            region.Code.ToString(), region.Name, rank ?? (region.Level is RegionLevel.County ? "county" : "town"),
            figure is not null, figure?.Grade, figure?.IsOld ?? false, figure?.Value, figure?.Note, [label.At.Lon, label.At.Lat], label.Room);
    }

    private static LabelPoint LabelPointOf(RegionAtlas atlas, RegionCode code)
    {
        var known = _labelPoints.GetValue(atlas, _ => []);
        lock (known)
        {
            if (!known.TryGetValue(code, out var point)) known[code] = point = LabelPoint.Of(atlas.Boundary(code)!.Area);
            return point;
        }
    }
}

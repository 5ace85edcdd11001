using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Layers;

/// <summary>Which objects of a version are asked for.</summary>
/// <param name="Box">Degrees, CGCS2000; only objects whose envelope touches it. Null: everywhere.</param>
/// <param name="Equal">Attributes, and the text of the value each must have.</param>
/// <param name="Time">From and to, both inclusive; only objects with a time between them. Null: any time, and none.</param>
public sealed record FeatureFilter(Envelope? Box, IReadOnlyList<(string Field, string Value)> Equal, (DateTimeOffset From, DateTimeOffset To)? Time = null)
{
    public static FeatureFilter All { get; } = new(null, []);
}

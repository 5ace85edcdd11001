using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Layers;

/// <summary>What a scope sees of a version of a layer.</summary>
/// <param name="Count">All objects.</param>
/// <param name="Extent">Degrees, exact to a centimetre; null when there is nothing.</param>
/// <param name="Time">The first and the last instant of an object; null when none has one.</param>
public sealed record LayerSummary(long Count, Envelope? Extent, (DateTimeOffset First, DateTimeOffset Last)? Time)
{
    /// <summary>No object at all.</summary>
    public static LayerSummary Nothing { get; } = new(0, null, null);
}

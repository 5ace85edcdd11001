using CommandCenter.Domain.Status;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Layers;

/// <summary>What a scope sees of a version of a layer.</summary>
/// <param name="Count">All objects.</param>
/// <param name="Counts">By class and severity, the most frequent first; at most <see cref="FeatureQueries.MostClasses"/>, so they may add up to less.</param>
/// <param name="Extent">Degrees, exact to a centimetre; null when there is nothing.</param>
public sealed record LayerSummary(long Count, IReadOnlyList<ClassCount> Counts, Envelope? Extent);

/// <summary>How many objects have a class and a severity.</summary>
/// <param name="Class">Empty for objects without one.</param>
public sealed record ClassCount(string Class, WarningColor Severity, long Count);

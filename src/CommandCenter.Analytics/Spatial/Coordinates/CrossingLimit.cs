using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Noding;
using NetTopologySuite.Operation.Buffer;

namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>
/// Counts where the raw outline of a buffer meets itself, and gives up beyond a limit. Every such place becomes a node of the buffer, and
/// nothing stops a buffer that is being made: a scrawl of a thousand lines across each other would keep a processor for minutes.
/// </summary>
internal sealed class CrossingLimit : ISegmentIntersector
{
    /// <summary>A second of work. A city's roads in one geometry have a tenth of it.</summary>
    public const int Most = 100_000;

    private readonly RobustLineIntersector _intersector = new();
    private int _crossings;

    private CrossingLimit()
    {
    }

    public bool IsDone => _crossings > Most;

    /// <summary>True when the outline of this buffer crosses itself more often than <see cref="Most"/>.</summary>
    public static bool IsPassed(Geometry flat, double metres, BufferParameters shape)
    {
        var outline = new BufferCurveSetBuilder(flat, metres, flat.PrecisionModel, shape).GetCurves();
        var limit = new CrossingLimit();
        new MCIndexNoder(limit).ComputeNodes(outline);
        return limit.IsDone;
    }

    public void ProcessIntersections(ISegmentString one, int i, ISegmentString other, int j)
    {
        // Neighbours of one line meet where they should.
        if (IsDone || (one == other && Math.Abs(i - j) <= 1)) return;
        var (a, b) = (one.Coordinates, other.Coordinates);
        _intersector.ComputeIntersection(a[i], a[i + 1], b[j], b[j + 1]);
        if (_intersector.HasIntersection) _crossings++;
    }
}

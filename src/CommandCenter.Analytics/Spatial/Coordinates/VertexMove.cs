using System.Buffers;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>Moves all vertices of a geometry in place, one sequence at a time.</summary>
internal sealed class VertexMove(VertexMove.Step step) : IEntireCoordinateSequenceFilter
{
    /// <summary>Replaces the first and second ordinates of one sequence.</summary>
    public delegate void Step(Span<double> xs, Span<double> ys);

    public bool Done => false;

    public bool GeometryChanged => true;

    public void Filter(CoordinateSequence sequence)
    {
        var count = sequence.Count;
        var buffer = ArrayPool<double>.Shared.Rent(2 * count);
        var xs = buffer.AsSpan(0, count);
        var ys = buffer.AsSpan(count, count);
        for (var i = 0; i < count; i++) (xs[i], ys[i]) = (sequence.GetX(i), sequence.GetY(i));
        step(xs, ys);
        for (var i = 0; i < count; i++)
        {
            sequence.SetX(i, xs[i]);
            sequence.SetY(i, ys[i]);
        }
        ArrayPool<double>.Shared.Return(buffer);
    }
}

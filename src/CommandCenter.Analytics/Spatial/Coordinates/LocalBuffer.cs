using CommandCenter.Domain.Geography;
using NetTopologySuite.Densify;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Buffer;

namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>
/// A buffer in metres, drawn on a <see cref="LocalPlane"/>. Circles have 128 corners, on the circle: their sides are inside it by
/// 0.03 % at most. Long edges are taken as straight in degrees, as maps draw them, and get vertices every 5 km (0.2 m beside at 22° N).
/// </summary>
internal static class LocalBuffer
{
    /// <summary>Degrees: 5 km north, less east.</summary>
    public const double LongestEdge = 0.045;

    private static readonly GeometryFactory Factory = new(new PrecisionModel(), 4490);

    private static readonly BufferParameters Round = new(32, EndCapStyle.Round, JoinStyle.Round, 5) { SimplifyFactor = 0.0002 };

    public static Geometry Of(Geometry geometry, double metres)
    {
        if (!double.IsFinite(metres)) throw new ArgumentOutOfRangeException(nameof(metres), metres, "Not finite.");
        if (geometry.IsEmpty) return Factory.CreatePolygon();
        // Not the envelope: that leaves NaN out.
        geometry.Apply(new VertexCheck());
        var plane = new LocalPlane(geometry.EnvelopeInternal, metres);
        var flat = Densifier.Densify(Factory.CreateGeometry(geometry), LongestEdge);
        flat.Apply(plane.ToMetres);
        if (CrossingLimit.IsPassed(flat, metres, Round))
            throw new CoordinateException(new(CoordinateFault.TooTangled, "几何过于交错，缓冲区边界相互穿插过多，请简化后再试"));
        var buffer = Factory.CreateGeometry(BufferOp.Buffer(flat, metres, Round));
        buffer.Apply(plane.ToDegrees);
        return buffer;
    }

    private sealed class VertexCheck : ICoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => false;

        public void Filter(CoordinateSequence sequence, int i) => Geodesic.Check(new LonLat(sequence.GetX(i), sequence.GetY(i)), i);
    }
}

namespace CommandCenter.Analytics.Import.Layers;

internal enum ShapeType
{
    Point = 1,
    MultiPoint,
    LineString,
    MultiLineString,
    Polygon,
    MultiPolygon,
}

/// <summary>A geometry as it stands in the file: pairs of numbers of its own coordinate system, nothing checked. Reused from
/// row to row.</summary>
internal sealed class RawShape
{
    private double[] _firsts = new double[64];
    private double[] _seconds = new double[64];

    public ShapeType Type { get; set; }

    public int Count { get; private set; }

    public Span<double> Firsts => _firsts.AsSpan(0, Count);

    public Span<double> Seconds => _seconds.AsSpan(0, Count);

    /// <summary>Where lines and rings end: the number of vertices up to there.</summary>
    public List<int> RingEnds { get; } = [];

    /// <summary>Where polygons end: the number of rings up to there.</summary>
    public List<int> PartEnds { get; } = [];

    public void Clear()
    {
        Count = 0;
        RingEnds.Clear();
        PartEnds.Clear();
        // One giant must not be carried along by all that follow.
        if (_firsts.Length > 1 << 16) (_firsts, _seconds) = (new double[64], new double[64]);
    }

    public void Add(double first, double second)
    {
        if (Count == _firsts.Length)
        {
            Array.Resize(ref _firsts, Count * 2);
            Array.Resize(ref _seconds, Count * 2);
        }
        (_firsts[Count], _seconds[Count]) = (first, second);
        Count++;
    }
}

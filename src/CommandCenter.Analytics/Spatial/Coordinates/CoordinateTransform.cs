using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using CommandCenter.Domain.Geography;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>
/// The way between one coordinate system, in one order of axes, and what the product keeps: CGCS2000 (EPSG:4490), degrees, lon first.
/// <para>Projections by ProjNET; within their ranges equal to PROJ below 1 mm, and 1e-8° back. GCJ-02 and BD-09: the published
/// algorithms, back by iteration below 1e-9°.</para>
/// <para>WGS 84 and CGCS2000 are taken as one: their ellipsoids differ by 0.1 mm in latitude, and the frames by the drift of
/// the plates since epoch 2000.0, some 3 cm a year in China and less than 1 m today, which no published transformation takes
/// out and no source of city data (a phone: 5 m) can tell.</para>
/// <para>What is no position is a <see cref="CoordinateException"/>, or <c>false</c> and a <see cref="CoordinateFault"/>, never
/// a number: NaN and infinities; degrees off the earth; more than 400 km off the central meridian or out of 0–55° N in
/// 4513–4554 and UTM; a missing or wrong zone; over 85.06° N or S in 3857.</para>
/// Immutable; safe for many threads. A first use of a system costs a millisecond, later ones nothing.
/// </summary>
public sealed class CoordinateTransform
{
    private static readonly GeometryFactory LonLatFactory = new(new PrecisionModel(), 4490);
    private static readonly ConcurrentDictionary<CoordinateSystem, Conversion> Conversions = [];

    private readonly Conversion _conversion;
    private readonly bool _isNorthFirst;

    private CoordinateTransform(CoordinateSystem system, AxisOrder axes)
    {
        (System, Axes, _isNorthFirst) = (system, axes, axes is AxisOrder.NorthEast);
        _conversion = Conversions.GetOrAdd(system, static of =>
            of.CentralMeridian is not null ? new TransverseMercator(of)
            : of == CoordinateSystem.WebMercator ? new SphericalMercator()
            : of == CoordinateSystem.Gcj02 ? new Gcj02Shift()
            : of == CoordinateSystem.Bd09 ? new Bd09Shift()
            : new LonLatDegrees());
    }

    /// <summary>The transform of a system for numbers in the given order, which the source of the numbers must say: the
    /// registry's order (<see cref="CoordinateSystem.RegistryAxes"/>) is not what most files carry.</summary>
    public static CoordinateTransform Of(CoordinateSystem system, AxisOrder axes) => new(system, axes);

    public CoordinateSystem System { get; }

    public AxisOrder Axes { get; }

    /// <summary>The position of a pair.</summary>
    /// <param name="first">Degrees or metres: east in <see cref="AxisOrder.EastNorth"/>, north in <see cref="AxisOrder.NorthEast"/>.</param>
    /// <param name="second">The other axis.</param>
    /// <exception cref="CoordinateException">The pair is no position here.</exception>
    public LonLat ToLonLat(double first, double second) =>
        TryToLonLat(first, second, out var point, out var fault) ? point : throw new CoordinateException(fault);

    /// <summary>As <see cref="ToLonLat(double, double)"/>, for rows of which many may be bad: says why instead of throwing.</summary>
    public bool TryToLonLat(double first, double second, out LonLat point, [NotNullWhen(false)] out CoordinateFault? fault)
    {
        var (east, north) = _isNorthFirst ? (second, first) : (first, second);
        point = default;
        fault = _conversion.Check(east, north);
        if (fault is not null) return false;
        _conversion.ToLonLat(new Span<double>(ref east), new Span<double>(ref north));
        fault = CheckResult(east, north);
        if (fault is not null) return false;
        point = new(east, north);
        return true;
    }

    /// <summary>The pair of a position, in the order of <see cref="Axes"/>, degrees or metres.</summary>
    /// <exception cref="CoordinateException">The position is out of reach of the system.</exception>
    public (double First, double Second) FromLonLat(LonLat point)
    {
        var (east, north) = (point.Lon, point.Lat);
        var fault = _conversion.CheckLonLat(east, north);
        if (fault is not null) throw new CoordinateException(fault);
        _conversion.FromLonLat(new Span<double>(ref east), new Span<double>(ref north));
        fault = _conversion.Check(east, north);
        if (fault is not null) throw new CoordinateException(fault);
        return _isNorthFirst ? (north, east) : (east, north);
    }

    /// <summary>Many pairs at once, without allocating. <paramref name="lons"/> and <paramref name="lats"/> may be the very spans
    /// that are read; otherwise the input stays as it was.</summary>
    /// <exception cref="CoordinateException">Names the first pair that is no position; what then stands in the output means nothing.</exception>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public void ToLonLat(ReadOnlySpan<double> firsts, ReadOnlySpan<double> seconds, Span<double> lons, Span<double> lats)
    {
        SameLength(firsts.Length, seconds.Length, lons.Length, lats.Length);
        for (var i = 0; i < firsts.Length; i++)
        {
            var (east, north) = _isNorthFirst ? (seconds[i], firsts[i]) : (firsts[i], seconds[i]);
            if (_conversion.Check(east, north) is { } fault) throw new CoordinateException(fault, i);
            (lons[i], lats[i]) = (east, north);
        }
        _conversion.ToLonLat(lons, lats);
        for (var i = 0; i < lons.Length; i++)
            if (CheckResult(lons[i], lats[i]) is { } fault)
                throw new CoordinateException(fault, i);
    }

    /// <summary>Many positions at once, without allocating; <paramref name="firsts"/> and <paramref name="seconds"/> may be the
    /// very spans that are read.</summary>
    /// <exception cref="CoordinateException">Names the first position out of reach; what then stands in the output means nothing.</exception>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public void FromLonLat(ReadOnlySpan<double> lons, ReadOnlySpan<double> lats, Span<double> firsts, Span<double> seconds)
    {
        SameLength(firsts.Length, seconds.Length, lons.Length, lats.Length);
        var easts = _isNorthFirst ? seconds : firsts;
        var norths = _isNorthFirst ? firsts : seconds;
        for (var i = 0; i < lons.Length; i++)
        {
            var (lon, lat) = (lons[i], lats[i]);
            if (_conversion.CheckLonLat(lon, lat) is { } fault) throw new CoordinateException(fault, i);
            (easts[i], norths[i]) = (lon, lat);
        }
        _conversion.FromLonLat(easts, norths);
        for (var i = 0; i < easts.Length; i++)
            if (_conversion.Check(easts[i], norths[i]) is { } fault)
                throw new CoordinateException(fault, i);
    }

    /// <summary>A copy in CGCS2000 degrees, lon first, SRID 4490; heights and measures stay. Vertices are moved, edges stay
    /// straight between them: an edge of 10 km then runs up to 0.8 m beside the old one (at 22° N).</summary>
    /// <exception cref="CoordinateException">A vertex is no position here.</exception>
    public Geometry CopyToLonLat(Geometry geometry) => Moved(geometry, LonLatFactory, isToLonLat: true);

    /// <summary>A copy of a geometry in CGCS2000 degrees, in this system and order of axes; SRID is the EPSG code, 0 for GCJ-02
    /// and BD-09. Vertices are moved, edges stay straight between them.</summary>
    /// <exception cref="CoordinateException">A vertex is out of reach of the system.</exception>
    public Geometry CopyFromLonLat(Geometry geometry) => Moved(geometry, new(new PrecisionModel(), System.Epsg ?? 0), isToLonLat: false);

    private Geometry Moved(Geometry geometry, GeometryFactory factory, bool isToLonLat)
    {
        var copy = factory.CreateGeometry(geometry);
        copy.Apply(new VertexMove((xs, ys) =>
        {
            if (isToLonLat) ToLonLat(xs, ys, xs, ys);
            else FromLonLat(xs, ys, xs, ys);
        }));
        return copy;
    }

    private CoordinateFault? CheckResult(double lon, double lat) => double.IsNaN(lon)
        ? new(CoordinateFault.NoOriginal, $"{System.Code} 偏移范围的边缘上没有与之对应的经纬度")
        : _conversion.CheckLonLat(lon, lat);

    private static void SameLength(int one, int two, int three, int four)
    {
        if (one != two || one != three || one != four) throw new ArgumentException("The four spans must have one length.");
    }
}

using System.Runtime.InteropServices;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Layers;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Layers;

/// <summary>The columns of a <see cref="FeatureSet"/> while they are filled, in the order of spot and id. Times and heights take room
/// only where an object has one.</summary>
/// <param name="count">How many objects there will be.</param>
internal sealed class FeatureSetBuilder(LayerVersion version, GeometryKind kind, int count)
{
    private readonly Dictionary<long, int> _regionsKnown = [];

    public LayerVersion Version => version;
    public GeometryKind Kind => kind;
    public int Count { get; private set; }

    public ulong[] Spots { get; } = new ulong[count];
    public uint[] Ids { get; } = new uint[count];
    public int[] RegionIndexes { get; } = new int[count];
    public List<long> Regions { get; } = [];
    public byte[] Severities { get; } = new byte[count];
    public ClassColumn Classes { get; } = new(count);
    public TextColumn Labels { get; } = new(count);
    public long[]? Times { get; private set; }
    public float[]? Heights { get; private set; }
    public PackedShapes? Shapes { get; } = kind is GeometryKind.Point ? null : new();
    public List<Extent> Extents { get; } = [];

    public long Bytes =>
        17L * Spots.Length + Classes.Bytes + Labels.Bytes + (Shapes?.Bytes ?? 0) + (Times?.Length ?? 0) * 8L + (Heights?.Length ?? 0) * 4L;

    /// <exception cref="InvalidOperationException">An object lies before the last one, or there are more than said.</exception>
    /// <exception cref="OverflowException">An id is not in 0 … 2³²−1.</exception>
    public void Add(ulong spot, long id, long region, string name, byte severity, string label, DateTimeOffset? at, float height, Geometry? geometry)
    {
        if (Count == count || Count > 0 && spot < Spots[Count - 1]) throw new InvalidOperationException("Objects come in the order of their spots, as many as were said.");
        Spots[Count] = spot;
        Ids[Count] = checked((uint)id);
        RegionIndexes[Count] = RegionIndex(region);
        Severities[Count] = severity;
        Classes.Add(name);
        Labels.Add(label);
        if (at is { } instant) (Times ??= Filled(long.MinValue))[Count] = instant.ToUnixTimeMilliseconds();
        if (height != 0) (Heights ??= Filled(0f))[Count] = height;
        if (Shapes is not null)
        {
            Shapes.Add(geometry ?? throw new InvalidOperationException("A line or polygon has a geometry."));
            Extents.Add(ExtentOf(geometry));
        }
        Count++;
    }

    /// <summary>What <see cref="Add(RowBinaryReader)"/> reads, and the geometry after it.</summary>
    public static string Columns(bool labels) => $"spot, id, region, class, severity, {(labels ? "label" : "''")}, at, height";

    /// <summary>Adds a row of the table <c>features</c>; answers where it lies.</summary>
    public (ulong Spot, long Id) Add(RowBinaryReader row)
    {
        var (spot, id) = (row.ReadUInt64(), (long)row.ReadUInt64());
        Add(
            spot, id, (long)row.ReadUInt64(), row.ReadString(), row.ReadUInt8(), row.ReadString(), row.ReadNullableDateTime64(),
            row.ReadFloat32(), FeatureRecord.Geometry(row.ReadBytes()));
        return (spot, id);
    }

    /// <exception cref="InvalidOperationException">There are fewer than said.</exception>
    public FeatureSet Finish()
    {
        if (Count != count) throw new InvalidOperationException($"{Count} objects came of {count}.");
        Classes.Sort();
        return new(this);
    }

    private static Extent ExtentOf(Geometry geometry)
    {
        var extent = geometry.EnvelopeInternal;
        var (corner, opposite) = (WorldPoint.Of(extent.MinX, extent.MaxY), WorldPoint.Of(extent.MaxX, extent.MinY));
        return new(corner.X, corner.Y, opposite.X, opposite.Y);
    }

    private int RegionIndex(long region)
    {
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_regionsKnown, region, out var isKnown);
        if (isKnown) return index;
        Regions.Add(region);
        return index = Regions.Count - 1;
    }

    private T[] Filled<T>(T value)
    {
        var column = new T[count];
        Array.Fill(column, value);
        return column;
    }
}

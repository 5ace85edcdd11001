using System.Runtime.CompilerServices;
using System.Text;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;
using CommandCenter.Domain.Status;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace CommandCenter.Analytics.Layers;

/// <summary>The objects of layers in ClickHouse. A version is written once, whole, before anybody reads it. Every question takes the
/// caller's scope; an object without a region is seen by nobody, so an import gives each one a region.</summary>
public sealed class FeatureQueries(IClickHouse clickHouse)
{
    /// <summary>Bytes of rows that are sent to ClickHouse at one time.</summary>
    private const int Batch = 8 << 20;

    private const string Into =
        "features (layer, version, spot, id, region, west, south, east, north, geometry, class, severity, label, at, height, properties)";

    private const string Columns = "id, region, geometry, class, severity, label, at, height, properties";

    private const string Within = "layer = {layer:String} AND version = {version:UInt32} AND region >= {from:UInt64} AND region < {to:UInt64}";

    /// <summary>Writes the objects of a version, batch by batch. Returns how many there were, and their extent.</summary>
    /// <param name="token">Unique to this writing: a batch whose answer was lost is sent again and counts once.</param>
    /// <exception cref="ClickHouseException">ClickHouse did not take a batch: part of the version may be there, which nobody reads.</exception>
    public async Task<(long Rows, Envelope Extent)> AppendAsync(LayerVersion version, IAsyncEnumerable<FeatureRow> rows, string token, CancellationToken cancel)
    {
        var buffer = new RowBinaryWriter();
        var (count, batch, extent) = (0L, 0, new Envelope());
        async Task SendAsync()
        {
            await clickHouse.InsertAsync(Into, buffer.Written, $"{version.Layer}:{version.Number}:{token}:{batch++}", cancel);
            buffer.Clear();
        }

        await foreach (var row in rows.WithCancellation(cancel))
        {
            Write(buffer, version, row);
            extent.ExpandToInclude(row.Geometry.EnvelopeInternal);
            count++;
            if (buffer.Written.Length >= Batch) await SendAsync();
        }
        if (buffer.Written.Length > 0) await SendAsync();
        return (count, extent);
    }

    /// <summary>The highest number under which objects of a layer lie here, shown or left over; 0 without any.</summary>
    public async Task<int> LastVersionAsync(string layer, CancellationToken cancel) => (await clickHouse.QueryAsync(
        new Sql("SELECT max(version) FROM features WHERE layer = {layer:String}").With("layer", layer), row => (int)row.ReadUInt32(), cancel)).Single();

    /// <summary>Takes a version away that nobody reads any more. When ClickHouse does not answer it stays, unseen: its number is not used again.</summary>
    public async Task DropAsync(LayerVersion version, CancellationToken cancel)
    {
        try
        {
            await clickHouse.ExecuteAsync(
                With(new("ALTER TABLE features DELETE WHERE layer = {layer:String} AND version = {version:UInt32} SETTINGS mutations_sync = 1"), version), cancel);
        }
        catch (ClickHouseException)
        {
            // LastVersionAsync knows that it is there.
        }
    }

    /// <summary>The object of a number; null when it is not in the scope or not there.</summary>
    public async Task<FeatureRow?> FindAsync(RegionScope scope, LayerVersion version, long id, CancellationToken cancel) =>
        (await clickHouse.QueryAsync(
            Scoped($"SELECT {Columns} FROM features WHERE {Within} AND id = {{id:UInt64}} LIMIT 1", scope, version).With("id", id), Read, cancel)).FirstOrDefault();

    /// <summary>Objects in the order of their numbers.</summary>
    /// <param name="after">Only higher numbers.</param>
    /// <param name="limit">1 … 100,000.</param>
    public Task<IReadOnlyList<FeatureRow>> PageAsync(RegionScope scope, LayerVersion version, FeatureFilter filter, long after, int limit, CancellationToken cancel) =>
        clickHouse.QueryAsync(
            Asked($"SELECT {Columns} FROM features WHERE {Within} AND id > {{after:UInt64}}{{more}} ORDER BY id LIMIT {{limit:UInt32}}", scope, version, filter)
                .With("after", after).With("limit", limit), Read, cancel);

    /// <summary>How many objects <see cref="PageAsync"/> finds in all.</summary>
    public async Task<long> CountAsync(RegionScope scope, LayerVersion version, FeatureFilter filter, CancellationToken cancel) =>
        (await clickHouse.QueryAsync(Asked($"SELECT count() FROM features WHERE {Within}{{more}}", scope, version, filter), row => (long)row.ReadUInt64(), cancel)).Single();

    /// <summary>All objects of a version, in the order of the map: what an index in memory is made of. Without attributes.</summary>
    public async IAsyncEnumerable<FeatureRow> AllAsync(LayerVersion version, [EnumeratorCancellation] CancellationToken cancel)
    {
        var sql = With(new("SELECT id, region, geometry, class, severity, label, at, height, '' FROM features WHERE layer = {layer:String} AND version = {version:UInt32} ORDER BY spot, id"), version);
        await foreach (var row in clickHouse.StreamAsync(sql, Read, cancel)) yield return row;
    }

    private static Sql Asked(string text, RegionScope scope, LayerVersion version, FeatureFilter filter)
    {
        var more = new StringBuilder();
        if (filter.Box is not null) more.Append(" AND west <= {boxEast:Float64} AND east >= {boxWest:Float64} AND south <= {boxNorth:Float64} AND north >= {boxSouth:Float64}");
        if (filter.Time is not null) more.Append(" AND at != 0 AND at >= {timeFrom:Int64} AND at <= {timeTo:Int64}");
        for (var i = 0; i < filter.Equal.Count; i++)
            more.Append($" AND (JSONExtractString(properties, {{field{i}:String}}) = {{value{i}:String}} OR JSONExtractRaw(properties, {{field{i}:String}}) = {{value{i}:String}})");
        var sql = Scoped(text.Replace("{more}", more.ToString(), StringComparison.Ordinal), scope, version);
        if (filter.Box is { } box) sql.With("boxWest", box.MinX).With("boxEast", box.MaxX).With("boxSouth", box.MinY).With("boxNorth", box.MaxY);
        if (filter.Time is var (from, to)) sql.With("timeFrom", from.ToUnixTimeMilliseconds()).With("timeTo", to.ToUnixTimeMilliseconds());
        for (var i = 0; i < filter.Equal.Count; i++) sql.With($"field{i}", filter.Equal[i].Field).With($"value{i}", filter.Equal[i].Value);
        return sql;
    }

    private static Sql Scoped(string text, RegionScope scope, LayerVersion version) => With(new(text), version).With("from", scope.From).With("to", scope.To);

    private static Sql With(Sql sql, LayerVersion version) => sql.With("layer", version.Layer).With("version", version.Number);

    private static void Write(RowBinaryWriter to, LayerVersion version, FeatureRow row)
    {
        var (box, at) = (row.Geometry.EnvelopeInternal, MapSpot.PlaceOf(row.Geometry));
        to.WriteString(version.Layer);
        to.WriteUInt32((uint)version.Number);
        to.WriteUInt64(MapSpot.Of(at.X, at.Y));
        to.WriteUInt64((ulong)row.Id);
        to.WriteUInt64((ulong)row.Region.Number);
        to.WriteFloat64(box.MinX);
        to.WriteFloat64(box.MinY);
        to.WriteFloat64(box.MaxX);
        to.WriteFloat64(box.MaxY);
        to.WriteString(row.Geometry.AsBinary());
        to.WriteString(row.Class);
        to.WriteUInt8((byte)row.Severity);
        to.WriteString(row.Label);
        to.WriteInt64(row.At?.ToUnixTimeMilliseconds() ?? 0);
        to.WriteFloat64(row.Height);
        to.WriteString(row.Properties.Span);
    }

    private static FeatureRow Read(RowBinaryReader row)
    {
        var id = (long)row.ReadUInt64();
        var region = (long)row.ReadUInt64() is > 0 and var number ? RegionCode.FromNumber(number) : default;
        var geometry = new WKBReader().Read(row.ReadBytes());
        var (classOf, severity, label) = (row.ReadString(), (WarningColor)row.ReadUInt8(), row.ReadString());
        var at = row.ReadInt64() is not 0 and var instant ? DateTimeOffset.FromUnixTimeMilliseconds(instant) : default(DateTimeOffset?);
        var height = (float)row.ReadFloat64();
        return new(id, region, geometry, row.ReadBytes(), classOf, severity, label, at, height);
    }
}

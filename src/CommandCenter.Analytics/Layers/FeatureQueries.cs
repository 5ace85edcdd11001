using System.Globalization;
using System.Text.RegularExpressions;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Analytics.Layers;

/// <summary>The objects of all layers in ClickHouse, version by version. What a caller is told lies in the caller's scope; an object in no
/// region is seen by the scope of a whole city or province alone. Failures as <see cref="IClickHouse"/> says. Safe for many threads.</summary>
/// <param name="cluster">The cluster as its servers name it; null for one server.</param>
public sealed partial class FeatureQueries(IClickHouse clickHouse, string? cluster = null)
{
    private const int RowsPerBatch = 50_000;
    private const int BytesPerBatch = 16 * 1024 * 1024;

    /// <summary>A SELECT answers with a million rows at most, and in limited time.</summary>
    private const int RowsPerPage = 250_000;

    private const string OfVersion = "layer = {layer:String} AND version = {version:UInt32}";

    /// <summary>Adds objects to a version, in batches of 50,000 rows or 16 MiB; no more than one batch is in memory. The same objects in
    /// the same order may be added again under the same token after a failure: no batch counts twice.</summary>
    /// <param name="token">Letters, digits and <c>- _ : .</c>; unique to this writing of the version.</param>
    /// <returns>How many objects were given.</returns>
    /// <exception cref="ClickHouseException">ClickHouse did not take a batch: part of the version may be there, which nobody reads.</exception>
    /// <exception cref="ArgumentException">The version has no valid name, or an object no place on earth.</exception>
    public async Task<long> AppendAsync(LayerVersion version, IAsyncEnumerable<FeatureRow> features, string token, CancellationToken cancel)
    {
        Check(version);
        var rows = new RowBinaryWriter();
        var (count, inBatch, batch, sure) = (0L, 0, 0, true);
        await foreach (var feature in features.WithCancellation(cancel))
        {
            FeatureRecord.Write(rows, version, feature);
            count++;
            if (++inBatch < RowsPerBatch && rows.Written.Length < BytesPerBatch) continue;
            await InsertAsync();
        }
        await InsertAsync();
        if (!sure && await TotalAsync(version, cancel) != count) throw new ClickHouseException(0, "ClickHouse failed while it took the objects, and does not hold all of them.");
        return count;

        async Task InsertAsync()
        {
            sure &= await clickHouse.InsertAsync(FeatureRecord.Into, rows.Written, $"{version.Layer}:{version.Number}:{token}:{batch}", cancel);
            rows.Clear();
            (inBatch, batch) = (0, batch + 1);
        }
    }

    /// <summary>The highest number under which objects of a layer lie here, shown or left over; 0 without any.</summary>
    public async Task<int> LastVersionAsync(string layer, CancellationToken cancel) => await OneAsync(
        new Sql("SELECT max(version) FROM features WHERE layer = {layer:String}").With("layer", layer), row => (int)row.ReadUInt32(), cancel);

    /// <summary>Takes a version away that nobody reads any more; nothing happens when there is none. When ClickHouse does not answer it stays,
    /// unseen: <see cref="LastVersionAsync"/> knows, and its number is not used again.</summary>
    public async Task DropAsync(LayerVersion version, CancellationToken cancel)
    {
        Check(version);
        var table = cluster is null ? "features" : $"features_local ON CLUSTER {cluster}";
        try
        {
            await clickHouse.ExecuteAsync(new($"ALTER TABLE {table} DROP PARTITION ('{version.Layer}', {version.Number.ToString(CultureInfo.InvariantCulture)})"), cancel);
        }
        catch (ClickHouseException)
        {
            // It stays, unseen.
        }
    }

    /// <summary>About how many bytes <see cref="LoadAsync"/> needs for a version.</summary>
    public Task<long> SizeAsync(LayerVersion version, CancellationToken cancel) => OneAsync(
        // Of a line or polygon WKB takes twice what the set does, and a place in the tree.
        Of(version, $"SELECT count() * 40 + countIf(geometry != '') * 60 + sum(length(geometry)) / 2 FROM features WHERE {OfVersion}"),
        row => (long)row.ReadFloat64(), cancel);

    /// <summary>How many objects a version has, whoever may see them: for the import and the choice of where to serve it from.</summary>
    public Task<long> TotalAsync(LayerVersion version, CancellationToken cancel) =>
        OneAsync(Of(version, $"SELECT count() FROM features WHERE {OfVersion}"), row => (long)row.ReadUInt64(), cancel);

    /// <summary>All objects of a version for the memory, whoever may see them: the set filters by scope when it is asked.</summary>
    /// <param name="labels">False leaves the labels out: of a sensitive layer, whose objects are looked at one by one and on record.</param>
    /// <exception cref="InvalidOperationException">Objects were added or dropped meanwhile.</exception>
    public async Task<FeatureSet> LoadAsync(LayerVersion version, GeometryKind kind, bool labels, CancellationToken cancel)
    {
        var builder = new FeatureSetBuilder(version, kind, checked((int)await TotalAsync(version, cancel)));
        var geometry = kind is GeometryKind.Point ? "''" : "geometry";
        await WalkAsync(clickHouse, 0, $"{FeatureSetBuilder.Columns(labels)}, {geometry}", "true", "", text => Of(version, text), builder.Add, cancel);
        return builder.Finish();
    }

    /// <summary>Reads rows of a version in the order of spot and id, page by page.</summary>
    /// <param name="from">The first spot.</param>
    /// <param name="make">Binds the version, and whatever else the condition names.</param>
    /// <param name="row">Reads the columns; answers with spot and id.</param>
    internal static async Task WalkAsync(
        IClickHouse clickHouse, ulong from, string columns, string condition, string settings, Func<string, Sql> make, Func<RowBinaryReader, (ulong Spot, long Id)> row, CancellationToken cancel)
    {
        var (spot, id) = (from, 0L);
        for (var got = RowsPerPage; got == RowsPerPage;)
        {
            got = 0;
            var page = make($$"""
                SELECT {{columns}}
                FROM features
                WHERE {{OfVersion}} AND spot >= {spot:UInt64} AND (spot, id) > ({spot:UInt64}, {id:UInt64}) AND {{condition}}
                ORDER BY layer, version, spot, id
                LIMIT {limit:UInt32}
                {{settings}}
                """).With("spot", spot).With("id", id).With("limit", RowsPerPage);
            await foreach (var last in clickHouse.StreamAsync(page, row, cancel))
            {
                (spot, id) = last;
                got++;
            }
        }
    }

    /// <summary>One object; null when there is none in the scope.</summary>
    public async Task<FeatureRow?> FindAsync(RegionScope scope, LayerVersion version, long id, CancellationToken cancel) =>
        (await clickHouse.QueryAsync(
            Of(version, $$"""
                SELECT {{FeatureRecord.Columns}}
                FROM features
                WHERE {{OfVersion}} AND {{FeatureScope.Sees}} AND id = {id:UInt64}
                LIMIT 1
                """).In(scope).With("id", id), FeatureRecord.Read, cancel)).FirstOrDefault();

    /// <summary>Objects in ascending order of id.</summary>
    /// <param name="afterId">Only ids above it; 0 for the first page.</param>
    /// <param name="limit">1 … 100,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is outside.</exception>
    public Task<IReadOnlyList<FeatureRow>> PageAsync(
        RegionScope scope, LayerVersion version, FeatureFilter filter, long afterId, int limit, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 100_000);
        return clickHouse.QueryAsync(
            filter.Bind(Of(version, $$"""
                SELECT {{FeatureRecord.Columns}}
                FROM features
                WHERE {{OfVersion}} AND {{FeatureScope.Sees}} AND id > {after:UInt64}{{filter.Condition}}
                ORDER BY id
                LIMIT {limit:UInt32}
                """).In(scope).With("after", afterId).With("limit", limit)), FeatureRecord.Read, cancel);
    }

    /// <summary>Objects of a set as they were imported, in the order of their ids.</summary>
    /// <param name="indexes">At most 10,000, of objects in the scope.</param>
    public async Task<IReadOnlyList<FeatureRow>> OfSetAsync(RegionScope scope, FeatureSet set, IReadOnlyCollection<int> indexes, CancellationToken cancel) => indexes.Count == 0 ? []
        : await clickHouse.QueryAsync(
            Of(set.Version, $$"""
                SELECT {{FeatureRecord.Columns}}
                FROM features
                WHERE {{OfVersion}} AND {{FeatureScope.Sees}} AND spot IN ({spots:Array(UInt64)}) AND id IN ({ids:Array(UInt64)})
                ORDER BY id
                """).In(scope).With("spots", indexes.Select(index => set.Columns.Spots[index]).Distinct()).With("ids", indexes.Select(set.Id)), FeatureRecord.Read, cancel);

    /// <summary>How many objects all pages of <see cref="PageAsync"/> have together.</summary>
    public Task<long> CountAsync(RegionScope scope, LayerVersion version, FeatureFilter filter, CancellationToken cancel) => OneAsync(
        filter.Bind(Of(version, $"SELECT count() FROM features WHERE {OfVersion} AND {FeatureScope.Sees}{filter.Condition}").In(scope)),
        row => (long)row.ReadUInt64(), cancel);

    /// <summary>How many objects of each version the scope sees, where they lie and when: one question for all of them.</summary>
    /// <returns>A version of which the scope sees nothing is not among them.</returns>
    public async Task<IReadOnlyDictionary<LayerVersion, LayerSummary>> SummariesAsync(RegionScope scope, IReadOnlyCollection<LayerVersion> versions, CancellationToken cancel)
    {
        var wanted = versions.ToHashSet();
        if (wanted.Count == 0) return new Dictionary<LayerVersion, LayerSummary>();
        var rows = await clickHouse.QueryAsync(
            new Sql($$"""
                SELECT layer, version, count(), min(if(east = 0, x, west)), max(if(east = 0, x, east)), min(if(east = 0, y, north)), max(if(east = 0, y, south)), min(at), max(at)
                FROM features
                WHERE layer IN ({layers:Array(String)}) AND version IN ({versions:Array(UInt32)}) AND {{FeatureScope.Sees}}
                GROUP BY layer, version
                """).In(scope).With("layers", wanted.Select(version => version.Layer).Distinct()).With("versions", wanted.Select(version => version.Number).Distinct()),
            row =>
            {
                var (version, count) = (new LayerVersion(row.ReadString(), (int)row.ReadUInt32()), (long)row.ReadUInt64());
                var (west, east, north, south) = (row.ReadUInt32(), row.ReadUInt32(), row.ReadUInt32(), row.ReadUInt32());
                var (corner, opposite) = (new Tiles.WorldPoint(west, north), new Tiles.WorldPoint(east, south));
                var (first, last) = (row.ReadNullableDateTime64(), row.ReadNullableDateTime64());
                return (version, Summary: new LayerSummary(
                    count, new(corner.Lon, opposite.Lon, opposite.Lat, corner.Lat), first is { } from && last is { } to ? (from, to) : null));
            }, cancel);
        return rows.Where(row => wanted.Contains(row.version)).ToDictionary(row => row.version, row => row.Summary);
    }

    internal static Sql Of(LayerVersion version, string text) => new Sql(text).With("layer", version.Layer).With("version", version.Number);

    internal const string InVersion = OfVersion;

    private async Task<T> OneAsync<T>(Sql sql, Func<RowBinaryReader, T> row, CancellationToken cancel) => (await clickHouse.QueryAsync(sql, row, cancel)).Single();

    private static void Check(LayerVersion version)
    {
        if (!Name().IsMatch(version.Layer) || version.Number < 1)
            throw new ArgumentException($"{version} is no version of a layer: 2 to 48 of a-z 0-9 -, a letter first, and a number from 1.", nameof(version));
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{1,47}\z")]
    private static partial Regex Name();
}

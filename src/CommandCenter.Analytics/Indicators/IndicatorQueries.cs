using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;

namespace CommandCenter.Analytics.Indicators;

/// <summary>Published figures in ClickHouse. Of each region, indicator and period the newest import counts.</summary>
public sealed class IndicatorQueries(IClickHouse clickHouse)
{
    private const string Newest =
        """
        SELECT region, indicator, nature, bound, period, text, unit, source_title, publisher, grade, batch, imported_at,
               toUInt32(length(groupUniqArray(text) OVER (PARTITION BY region, indicator, nature, bound, period))) AS versions
        FROM indicator_values
        WHERE region >= {from:UInt64} AND region < {to:UInt64}
          AND {wanted}
        ORDER BY region, indicator, period, batch DESC
        LIMIT 1 BY region, indicator, nature, bound, period
        """;

    /// <summary>All figures of the regions that lie in the scope.</summary>
    public Task<IReadOnlyList<IndicatorValue>> OfRegionsAsync(RegionScope scope, IReadOnlyCollection<RegionCode> regions, CancellationToken cancel) =>
        clickHouse.QueryAsync(
            Scoped("has({regions:Array(UInt64)}, region)", scope).With("regions", regions.Select(region => (ulong)region.Number).ToArray()), Read, cancel);

    /// <summary>Some indicators of the regions that lie in the scope.</summary>
    public Task<IReadOnlyList<IndicatorValue>> OfIndicatorsAsync(
        RegionScope scope, IReadOnlyCollection<RegionCode> regions, IReadOnlyCollection<string> indicators, CancellationToken cancel) =>
        clickHouse.QueryAsync(
            Scoped("has({regions:Array(UInt64)}, region) AND has({indicators:Array(String)}, indicator)", scope)
                .With("regions", regions.Select(region => (ulong)region.Number).ToArray())
                .With("indicators", indicators), Read, cancel);

    /// <summary>The import of a file that was the last under its name: its batch and hash; null when there was none.</summary>
    public async Task<(uint Batch, string Hash)?> LastImportAsync(string file, CancellationToken cancel)
    {
        var last = await clickHouse.QueryAsync(
            new Sql("SELECT batch, file_hash FROM indicator_values WHERE file = {file:String} ORDER BY batch DESC LIMIT 1").With("file", file),
            row => (row.ReadUInt32(), row.ReadString()), cancel);
        return last.Count > 0 ? last[0] : null;
    }

    /// <summary>Adds a file as the next batch: all of it or nothing, once however often it is tried. False when the last import under its name was the same.</summary>
    public async Task<bool> AddAsync(IndicatorFile file, DateTimeOffset now, CancellationToken cancel)
    {
        if ((await LastImportAsync(file.Name, cancel))?.Hash == file.Hash) return false;
        var batch = (await clickHouse.QueryAsync(new Sql("SELECT max(batch) FROM indicator_values"), row => row.ReadUInt32(), cancel))[0] + 1;
        var rows = new RowBinaryWriter();
        foreach (var value in file.Values) Write(rows, value, batch, file, now);
        if (file.Values.Count == 0) return true;
        // ClickHouse that was killed may know a token and hold no row of it: then another token brings them.
        foreach (var token in new[] { $"{file.Hash}-{batch}", $"{file.Hash}-{batch}-again" })
        {
            await clickHouse.InsertAsync(
                "indicator_values (region, indicator, nature, bound, period, text, unit, source_title, publisher, grade, batch, file, file_hash, imported_at)",
                rows.Written, token, cancel);
            // Another replica may hear of it a little later.
            for (var look = 0; look < 15; look++, await Task.Delay(200, cancel))
                if (await LastImportAsync(file.Name, cancel) == (batch, file.Hash)) return true;
        }

        throw new ClickHouseException(0, $"ClickHouse took {file.Name} and does not hold it.");
    }

    private static Sql Scoped(string wanted, RegionScope scope) =>
        new Sql(Newest.Replace("{wanted}", wanted)).With("from", scope.From).With("to", scope.To);

    private static void Write(RowBinaryWriter row, IndicatorValue value, uint batch, IndicatorFile file, DateTimeOffset now)
    {
        row.WriteUInt64((ulong)value.Region.Number);
        row.WriteString(value.Indicator);
        row.WriteString(value.Nature.ToString());
        row.WriteString(value.Bound.ToString());
        row.WriteString(value.Period.Text);
        row.WriteString(value.Text);
        row.WriteString(value.Unit);
        row.WriteString(value.SourceTitle);
        row.WriteString(value.Publisher);
        row.WriteString(value.Grade.ToString());
        row.WriteUInt32(batch);
        row.WriteString(file.Name);
        row.WriteString(file.Hash);
        row.WriteDateTime64(now);
    }

    private static IndicatorValue Read(RowBinaryReader row)
    {
        var region = RegionCode.FromNumber((long)row.ReadUInt64());
        var indicator = row.ReadString();
        var nature = Enum.Parse<ValueNature>(row.ReadString());
        var bound = Enum.Parse<ValueBound>(row.ReadString());
        var period = Period.Parse(row.ReadString());
        var text = row.ReadString();
        var unit = row.ReadString();
        var title = row.ReadString();
        var publisher = row.ReadString();
        var grade = Enum.Parse<SourceGrade>(row.ReadString());
        var batch = row.ReadUInt32();
        var importedAt = row.ReadDateTime64();
        return new(region, indicator, nature, bound, period, text, unit, title, publisher, grade, batch, importedAt, row.ReadUInt32());
    }
}

using System.Globalization;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Sensing;

/// <summary>
/// Lets go of readings that are older than their type of device is kept; what was counted from them stays. A month of which no type is kept any
/// more goes whole, which costs nothing; of other months the rows of the types that have expired are marked as gone, and their room is
/// freed once the month is over for them. What this process has let go of it does not look for again. Not for several threads at once.
/// </summary>
/// <param name="cluster">As its servers name it; null for one server.</param>
public sealed class RetentionQueries(IClickHouse clickHouse, string? cluster = null)
{
    private static readonly string[] Hours = ["device_1h", "doubtful_1h"];
    private readonly Dictionary<(int Month, string Type), DateTimeOffset> _gone = [];

    /// <returns>What was done, a line each; empty when nothing had expired.</returns>
    /// <exception cref="ClickHouseException">It ended halfway; the next sweep goes on.</exception>
    public async Task<IReadOnlyList<string>> SweepAsync(RawRetention retention, DateTimeOffset now, CancellationToken cancel)
    {
        var done = new List<string>();
        foreach (var month in await MonthsAsync(cancel))
        {
            var end = EndOf(month.Key);
            var expired = month
                .Select(type => (Type: type.Name, Until: retention.KeptFrom(type.Name, now) is { } kept ? kept < end ? kept : end : default))
                .Where(type => type.Until > month.First(known => known.Name == type.Type).FirstDay && _gone.GetValueOrDefault((month.Key, type.Type)) < type.Until)
                .ToList();
            if (expired.Count == 0) continue;
            if (month.All(type => retention.KeptFrom(type.Name, now) >= end))
            {
                await ExecuteAsync($"ALTER TABLE {Table} DROP PARTITION ID '{month.Key}'", cancel);
                done.Add(string.Create(CultureInfo.InvariantCulture, $"{month.Key}: the whole month"));
            }
            else
            {
                foreach (var (type, until) in expired)
                {
                    await clickHouse.ExecuteAsync(
                        new Sql($$"""
                            DELETE FROM {{Table}}
                            IN PARTITION ID '{{month.Key}}'
                            WHERE type = {type:String} AND ts < {until:DateTime64(3)}
                            """).With("type", type).With("until", until), cancel);
                    done.Add(string.Create(CultureInfo.InvariantCulture, $"{month.Key}: {type} before {until:yyyy-MM-dd HH:mm}Z"));
                }

                if (expired.Any(type => type.Until == end)) await ExecuteAsync($"ALTER TABLE {Table} APPLY DELETED MASK IN PARTITION ID '{month.Key}'", cancel);
            }

            foreach (var (type, until) in expired) _gone[(month.Key, type)] = until;
        }

        return done;
    }

    /// <summary>Lets go of hours of single devices, month by month: of a month that has not wholly expired all stay. Their days are kept.</summary>
    /// <param name="kept">From when on they are kept.</param>
    /// <returns>What was done, a line each; empty when nothing had expired.</returns>
    /// <exception cref="ClickHouseException">It ended halfway; the next sweep goes on.</exception>
    public async Task<IReadOnlyList<string>> SweepHoursAsync(DateTimeOffset kept, CancellationToken cancel)
    {
        var done = new List<string>();
        foreach (var table in Hours)
        {
            var months = await clickHouse.QueryAsync(
                new Sql($$"""
                    SELECT DISTINCT toInt32(toYYYYMM(bucket)) AS month
                    FROM {{table}}
                    WHERE bucket < {kept:DateTime}
                    ORDER BY month
                    """).With("kept", kept), row => row.ReadInt32(), cancel);
            foreach (var month in months.Where(month => EndOf(month) <= kept))
            {
                await ExecuteAsync($"ALTER TABLE {OnServers(table)} DROP PARTITION ID '{month}'", cancel);
                done.Add(string.Create(CultureInfo.InvariantCulture, $"{table} {month}"));
            }
        }

        return done;
    }

    private string Table => OnServers("readings");

    private string OnServers(string table) => cluster is null ? table : $"{table}_local ON CLUSTER {cluster}";

    /// <summary>Which types ever said something in which month: the days of regions know, and are few. The first day of a month in Beijing begins
    /// in the month before.</summary>
    private async Task<IEnumerable<IGrouping<int, (int Month, string Name, DateTimeOffset FirstDay)>>> MonthsAsync(CancellationToken cancel) =>
        (await clickHouse.QueryAsync(
            new("""
                SELECT toYYYYMM(day) AS month, type, min(bucket)
                FROM region_1d
                ARRAY JOIN [bucket, bucket + INTERVAL 23 HOUR] AS day
                GROUP BY month, type
                ORDER BY month, type
                """),
            row => (Month: (int)row.ReadUInt32(), Name: row.ReadString(), FirstDay: row.ReadDateTime()), cancel)).GroupBy(type => type.Month);

    private static DateTimeOffset EndOf(int month) => new DateTimeOffset(month / 100, month % 100, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);

    private Task ExecuteAsync(string sql, CancellationToken cancel) => clickHouse.ExecuteAsync(new(sql), cancel);
}

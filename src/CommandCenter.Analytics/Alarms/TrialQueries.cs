using System.Runtime.CompilerServices;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Alarms;

/// <summary>The readings that a rule is tried on.</summary>
public sealed class TrialQueries(IClickHouse clickHouse)
{
    /// <summary>ClickHouse's own code for an answer with too many rows.</summary>
    private const int TooManyRows = 396;

    /// <summary>Readings of devices in the scope, in the order of the devices' clocks. A stretch with more rows than one answer may have
    /// is asked in halves.</summary>
    /// <param name="metrics">Only these; null: all.</param>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    public async IAsyncEnumerable<(string Device, string Metric, long Ts, double Value, ReadingQuality Quality)> ReadingsAsync(
        RegionScope scope, IReadOnlyList<string>? metrics, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancel)
    {
        var stretches = new Stack<(DateTimeOffset From, DateTimeOffset To)>([(from, to)]);
        while (stretches.TryPop(out var stretch))
        {
            IReadOnlyList<(string, string, long, double, ReadingQuality)> rows;
            try
            {
                rows = await StretchAsync(scope, metrics, stretch.From, stretch.To, cancel);
            }
            catch (ClickHouseException full) when (full.Code == TooManyRows && stretch.To - stretch.From > TimeSpan.FromSeconds(1))
            {
                var middle = stretch.From + (stretch.To - stretch.From) / 2;
                stretches.Push((middle, stretch.To));
                stretches.Push((stretch.From, middle));
                continue;
            }
            foreach (var row in rows) yield return row;
        }
    }

    private Task<IReadOnlyList<(string, string, long, double, ReadingQuality)>> StretchAsync(
        RegionScope scope, IReadOnlyList<string>? metrics, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        clickHouse.QueryAsync(
            new Sql("""
                SELECT device, metric, ts, value, quality
                FROM readings
                WHERE region >= {from:UInt64} AND region < {to:UInt64}
                  AND ts >= {since:DateTime64(3)} AND ts < {until:DateTime64(3)}
                  AND (empty({metrics:Array(String)}) OR has({metrics:Array(String)}, metric))
                ORDER BY ts
                """)
                .With("from", scope.From)
                .With("to", scope.To)
                .With("since", from)
                .With("until", to)
                .With("metrics", metrics ?? []),
            row => (row.ReadString(), row.ReadString(), row.ReadInt64(), row.ReadFloat64(), (ReadingQuality)row.ReadUInt8()),
            cancel);
}

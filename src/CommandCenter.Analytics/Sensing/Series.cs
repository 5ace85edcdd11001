using CommandCenter.Domain.Access;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Sensing;

/// <summary>A metric of one device over a range.</summary>
public sealed record DeviceSeriesQuestion
{
    /// <summary>Readings that came from elsewhere are left out.</summary>
    public required RegionScope Scope { get; init; }

    public required string Device { get; init; }

    public required string Metric { get; init; }

    /// <summary>Inclusive; moved back to the beginning of its bucket.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Exclusive; moved on to the end of its bucket.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>From when on readings themselves are kept; an older range is shown by the hour. Null: all are.</summary>
    public DateTimeOffset? RawFrom { get; init; }

    /// <summary>From when on hours are kept; an older range is shown by the day. Null: all are.</summary>
    public DateTimeOffset? HoursFrom { get; init; }

    /// <summary>The shortest bucket wished for.</summary>
    public SeriesStep Shortest { get; init; } = SeriesStep.Second;
}

/// <summary>A metric of all devices of a type, or of all that have it, within a region over a range.</summary>
public sealed record RegionSeriesQuestion
{
    public required RegionScope Scope { get; init; }

    /// <summary>Null: every type.</summary>
    public string? Type { get; init; }

    public required string Metric { get; init; }

    /// <summary>Inclusive; moved back to the beginning of its bucket.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Exclusive; moved on to the end of its bucket.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The shortest bucket wished for; not below a minute.</summary>
    public SeriesStep Shortest { get; init; } = SeriesStep.Minute;
}

/// <summary>What was measured, bucket by bucket.</summary>
/// <param name="From">Beginning of the first bucket. UTC.</param>
/// <param name="To">End of the last bucket, exclusive. UTC.</param>
/// <param name="Step">Length of every bucket.</param>
/// <param name="Buckets">In the order of time; those without a reading are left out.</param>
public sealed record Series(DateTimeOffset From, DateTimeOffset To, SeriesStep Step, IReadOnlyList<SeriesBucket> Buckets);

/// <summary>Readings of one bucket; values in the metric's unit.</summary>
/// <param name="Start">Its beginning, UTC.</param>
/// <param name="Count">How many, at least one.</param>
/// <param name="Alarms">How many of them reached a threshold.</param>
public readonly record struct SeriesBucket(DateTimeOffset Start, long Count, long Alarms, double Min, double Mean, double Max);

/// <summary>One hour of a type in a region: a line for each of its metrics.</summary>
public readonly record struct HourFigure(string Metric, long Count, long Alarms, double Min, double Mean, double Max);

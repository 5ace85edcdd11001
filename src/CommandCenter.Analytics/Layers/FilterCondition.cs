using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Status;

namespace CommandCenter.Analytics.Layers;

/// <summary>What a tile's filter asks of a row of the table <c>features</c>.</summary>
internal static class FilterCondition
{
    private const string InTime = " AND toUnixTimestamp64Milli(assumeNotNull(at)) BETWEEN {timeFrom:Int64} AND {timeTo:Int64} AND at IS NOT NULL";

    /// <summary>Begins with AND, or is empty.</summary>
    public static string Of(TileFilter filter) =>
        (filter.Class is null ? "" : " AND class = {class:String}") + (filter.Severity is WarningColor.None ? "" : " AND severity >= {least:UInt8}") + OfTime(filter.Time);

    public static Sql Bind(this Sql sql, TileFilter filter)
    {
        if (filter.Class is { } name) sql.With("class", name);
        if (filter.Severity is not WarningColor.None) sql.With("least", (byte)filter.Severity);
        return sql.BindTime(filter.Time);
    }

    public static string OfTime((DateTimeOffset From, DateTimeOffset To)? time) => time is null ? "" : InTime;

    public static Sql BindTime(this Sql sql, (DateTimeOffset From, DateTimeOffset To)? time)
    {
        if (time is var (from, to)) sql.With("timeFrom", from.ToUnixTimeMilliseconds()).With("timeTo", to.ToUnixTimeMilliseconds());
        return sql;
    }
}

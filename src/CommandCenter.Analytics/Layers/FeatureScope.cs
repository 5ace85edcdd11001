using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Analytics.Layers;

/// <summary>Which objects a scope sees: those whose region lies in it. An object that lies in no region (at sea, beyond the border)
/// is seen by a scope of a whole city or province, and by no county, town or village.</summary>
internal static class FeatureScope
{
    /// <summary>The condition of every question about objects; bind it with <see cref="In"/>.</summary>
    public const string Sees = "(region >= {from:UInt64} AND region < {to:UInt64} OR region = 0 AND {unplaced:Bool})";

    public static Sql In(this Sql sql, RegionScope scope) =>
        sql.With("from", scope.From).With("to", scope.To).With("unplaced", SeesUnplaced(scope));

    /// <summary>The same rule in memory.</summary>
    /// <param name="region">Number of the code; 0 for none.</param>
    public static bool Covers(RegionScope scope, long region) =>
        region == 0 ? SeesUnplaced(scope) : region >= scope.From && region < scope.To;

    private static bool SeesUnplaced(RegionScope scope) => scope.Root.IsRegion && scope.Root.DigitLevel <= RegionLevel.City;
}

using CommandCenter.Domain.Geography;

namespace CommandCenter.Domain.Indicators;

/// <summary>How often a new value is published.</summary>
public enum Cadence
{
    /// <summary>When it comes, it comes: an area, a count of reservoirs. Never overdue.</summary>
    Irregular,
    Yearly,
    Quarterly,
    Monthly,

    /// <summary>A census, every ten years.</summary>
    Decennial,
}

/// <summary>How the change of an indicator is told.</summary>
public enum GrowthKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By an indicator of its own, published with it: never computed here (GDP growth is 可比价).</summary>
    Published,

    /// <summary>By the difference to the same period a year before: for stocks and shares.</summary>
    Difference,
}

/// <summary>An indicator of the catalogue: where it belongs and how it is read.</summary>
/// <param name="Name">Its name without 下限, 约, 预计: 地区生产总值.</param>
/// <param name="Dimension">Its dimension in profiles.</param>
/// <param name="Order">Its place in the dimension; smaller first.</param>
/// <param name="Unit">The unit it is shown in, for values in a unit that converts to it.</param>
/// <param name="Cadence">When the next value is due.</param>
/// <param name="Growth">How its change is told.</param>
/// <param name="GrowthIndicator">The published growth: 地区生产总值同比增速. Empty unless <see cref="Growth"/> is Published.</param>
/// <param name="GrowthWord">What the growth counts: 可比价, or the unit of a difference: 点, 万.</param>
/// <param name="Basis">口径, in words; empty when the source tells all.</param>
/// <param name="Companion">A second figure printed in its note: 民生支出占一般公共预算支出比重. Mostly empty.</param>
/// <param name="CompanionWord">The words before the companion: 占预算.</param>
/// <param name="Leads">The levels at which it is among the figures that lead its dimension.</param>
/// <param name="IsRankable">Whether more of it can be compared between regions at all.</param>
public sealed record Indicator(
    string Name,
    Dimension Dimension,
    int Order,
    string Unit,
    Cadence Cadence,
    GrowthKind Growth,
    string GrowthIndicator,
    string GrowthWord,
    string Basis,
    string Companion,
    string CompanionWord,
    IReadOnlyList<RegionLevel> Leads,
    bool IsRankable);

using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;

namespace CommandCenter.Store.Records;

/// <summary>An indicator of the catalogue; the members are those of <see cref="Indicator"/>.</summary>
public sealed class IndicatorRecord
{
    public required string Name { get; init; }

    public required Dimension Dimension { get; init; }

    public required int Ordinal { get; init; }

    public required string Unit { get; init; }

    public required Cadence Cadence { get; init; }

    public required GrowthKind Growth { get; init; }

    public required string GrowthIndicator { get; init; }

    public required string GrowthWord { get; init; }

    public required string Basis { get; init; }

    public required string Companion { get; init; }

    public required string CompanionWord { get; init; }

    /// <summary>Levels at which it leads, City,County.</summary>
    public required string Leads { get; init; }

    public required bool IsRankable { get; init; }

    public static IndicatorRecord From(Indicator indicator) => new()
    {
        Name = indicator.Name,
        Dimension = indicator.Dimension,
        Ordinal = indicator.Order,
        Unit = indicator.Unit,
        Cadence = indicator.Cadence,
        Growth = indicator.Growth,
        GrowthIndicator = indicator.GrowthIndicator,
        GrowthWord = indicator.GrowthWord,
        Basis = indicator.Basis,
        Companion = indicator.Companion,
        CompanionWord = indicator.CompanionWord,
        Leads = string.Join(',', indicator.Leads),
        IsRankable = indicator.IsRankable,
    };

    public Indicator ToIndicator() => new(
        Name, Dimension, Ordinal, Unit, Cadence, Growth, GrowthIndicator, GrowthWord, Basis, Companion, CompanionWord,
        [.. Leads.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<RegionLevel>)], IsRankable);
}

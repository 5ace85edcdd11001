using CommandCenter.Analytics.Import;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;

namespace CommandCenter.Analytics.Indicators;

/// <summary>Reads the catalogue of indicators from CSV; refuses it as a whole (<see cref="ImportException"/>).</summary>
public static class IndicatorCatalogFile
{
    public static IReadOnlyList<Indicator> Read(string path)
    {
        var names = new HashSet<string>();
        var catalog = new List<Indicator>();
        foreach (var row in CsvFile.Rows(path, "dimension", "order", "indicator", "unit", "cadence", "leads", "rankable"))
        {
            var name = row.Required("indicator");
            if (!names.Add(name)) throw row.Refused($"指标“{name}”重复");
            var (growth, growthIndicator) = Growth(row);
            catalog.Add(new(
                name,
                DimensionNames.Find(row["dimension"]) ?? throw row.Refused("“dimension”应为 经济、政治、文化、社会 或 生态文明"),
                (int)row.Number("order"),
                row.Required("unit"),
                Cadence(row),
                growth,
                growthIndicator,
                row["growth_word"],
                row["basis"],
                row["companion"],
                row["companion_word"],
                [.. row["leads"].Select(letter => Level(row, letter))],
                row["rankable"] is "是"));
        }
        return catalog;
    }

    private static (GrowthKind, string) Growth(CsvRow row) => row["growth"] switch
    {
        "" => (GrowthKind.None, ""),
        "差" => (GrowthKind.Difference, ""),
        var indicator => (GrowthKind.Published, indicator),
    };

    private static Cadence Cadence(CsvRow row) => row["cadence"] switch
    {
        "年" => Domain.Indicators.Cadence.Yearly,
        "季" => Domain.Indicators.Cadence.Quarterly,
        "月" => Domain.Indicators.Cadence.Monthly,
        "普查" => Domain.Indicators.Cadence.Decennial,
        "不定期" => Domain.Indicators.Cadence.Irregular,
        var other => throw row.Refused($"“cadence”应为 年、季、月、普查 或 不定期，实为“{other}”"),
    };

    private static RegionLevel Level(CsvRow row, char letter) => letter switch
    {
        '市' => RegionLevel.City,
        '县' => RegionLevel.County,
        '镇' => RegionLevel.Town,
        '村' => RegionLevel.Village,
        _ => throw row.Refused("“leads”由 市、县、镇、村 组成"),
    };
}

using System.Security.Cryptography;
using CommandCenter.Analytics.Import;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;

namespace CommandCenter.Analytics.Indicators;

/// <summary>A file of published figures, read as a whole or refused as a whole (<see cref="ImportException"/>).</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="Hash">SHA-256 of its bytes, lower-case hex.</param>
/// <param name="Values">Its rows; batch and import time are not known yet.</param>
public sealed record IndicatorFile(string Name, string Hash, IReadOnlyList<IndicatorValue> Values)
{
    private static readonly string[] Columns = ["region_code", "indicator", "unit", "period", "value", "source_title", "publisher", "grade"];

    /// <param name="path">The file.</param>
    /// <param name="tree">A row of a region that is not in it is refused.</param>
    public static IndicatorFile Read(string path, RegionTree tree)
    {
        var seen = new HashSet<(RegionCode, string, ValueNature, ValueBound, string)>();
        var values = new List<IndicatorValue>();
        foreach (var row in CsvFile.Rows(path, Columns))
        {
            var region = row.Code("region_code");
            if (tree.Find(region) is null) throw row.Refused($"区划代码 {region} 不存在，请先导入区划");
            var name = IndicatorName.Parse(row.Required("indicator"));
            var period = Period.Parse(row["period"]);
            if (!Enum.TryParse<SourceGrade>(row["grade"], out var grade) || !Enum.IsDefined(grade) || row["grade"].Length != 1)
                throw row.Refused("“grade”应为 A、B 或 C");
            if (!seen.Add((region, name.Name, name.Nature, name.Bound, period.Text))) throw row.Refused($"{name.Name}（{period.Text}）重复");
            values.Add(new(region, name.Name, name.Nature, name.Bound, period, Text(row), row.Required("unit"),
                row.Required("source_title"), row.Required("publisher"), grade, Batch: 0, ImportedAt: default, Versions: 1));
        }
        using var bytes = File.OpenRead(path);
        return new(Path.GetFileName(path), Convert.ToHexStringLower(SHA256.HashData(bytes)), values);
    }

    /// <summary>A number, or a Roman grade as the source has it; never 12亿, full-width digits or a dash.</summary>
    private static string Text(CsvRow row)
    {
        var text = row.Required("value");
        if (text.All(sign => sign is >= 'Ⅰ' and <= 'Ⅻ')) return text;
        row.Number("value");
        return text;
    }
}

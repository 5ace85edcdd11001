using System.Globalization;
using CommandCenter.Domain.Geography;
using CsvHelper;

namespace CommandCenter.Analytics.Import;

/// <summary>The current row of a CSV file; valid until the next row is read.</summary>
public readonly struct CsvRow(string file, CsvReader csv)
{
    /// <summary>1-based line of the file where the row begins.</summary>
    public long Line => csv.LineNumber;

    /// <summary>The cell without blanks at its ends; empty when the file has no such column.</summary>
    public string this[string column] => csv.TryGetFieldIndex(column, out var index) ? csv.GetString(index).Trim() : "";

    /// <summary>A cell that must not be empty.</summary>
    public string Required(string column) => this[column] is { Length: > 0 } text ? text : throw Refused($"“{column}”不能为空");

    /// <summary>A region code of 2, 4, 6, 9 or 12 ASCII digits, padded.</summary>
    public RegionCode Code(string column) => RegionCode.TryPad(this[column], out var code)
        ? code
        : throw Refused($"“{column}”应为 6、9 或 12 位数字区划代码，实为“{Shown(this[column])}”");

    /// <summary>A finite number in ASCII digits: neither 全角 digits, nor 12亿, nor —.</summary>
    public double Number(string column) =>
        double.TryParse(this[column], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : throw Refused($"“{column}”应为数字，实为“{Shown(this[column])}”");

    public ImportException Refused(string reason) => ImportException.AtLine(file, Line, reason);

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}

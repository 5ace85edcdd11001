using System.Text;

namespace CommandCenter.Web.Shared;

/// <summary>Cells for people who open the file in a spreadsheet.</summary>
public static class CsvText
{
    /// <summary>One line of cells, quoted, with its line end. A cell that a spreadsheet would take for a formula gets an
    /// apostrophe before it.</summary>
    public static string Line(params IEnumerable<string> cells)
    {
        var line = new StringBuilder();
        foreach (var cell in cells)
        {
            if (line.Length > 0) line.Append(',');
            line.Append('"').Append(Harmless(cell).Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        return line.Append("\r\n").ToString();
    }

    private static string Harmless(string cell) => cell is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..] ? "'" + cell : cell;
}

using System.Globalization;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>What the columns of a table are.</summary>
internal sealed class CsvTable(IReadOnlyList<string> names, CsvColumns columns, IReadOnlyDictionary<string, AttributeType> types)
{
    private readonly int _first = Index(names, columns.First);
    private readonly int _second = Index(names, columns.Second);
    private readonly int _region = Index(names, columns.RegionCode);
    private readonly AttributeType[] _types = [.. names.Select(name => types.GetValueOrDefault(name, AttributeType.Text))];

    /// <summary>The wanted columns that the header lacks.</summary>
    public static IEnumerable<string> Missing(IReadOnlyList<string> names, CsvColumns columns) =>
        from name in (string?[])[columns.First, columns.Second, columns.RegionCode]
        where name is not null && Index(names, name) < 0
        select name;

    public void Fill(SourceRow row, string[] cells)
    {
        if (cells.Length != names.Count)
        {
            row.Fault = new(LayerFault.ColumnCount, $"有 {cells.Length} 列，表头有 {names.Count} 列");
            return;
        }
        for (var i = 0; i < cells.Length; i++) row.Attributes.Add(Value(names[i], _types[i], cells[i]));
        var (first, second) = (Cell(cells, _first), Cell(cells, _second));
        if (first.Length == 0 && second.Length == 0)
        {
            row.RegionCode = Cell(cells, _region) is { Length: > 0 } code ? code : null;
            if (row.RegionCode is null) row.Fault = new(LayerFault.GeometryMissing, "没有坐标，也没有区划代码");
            return;
        }
        if (!TryNumber(first, out var one)) row.Fault = NotNumber(columns.First!, first);
        else if (!TryNumber(second, out var other)) row.Fault = NotNumber(columns.Second!, second);
        else
        {
            row.Shape.Type = ShapeType.Point;
            row.Shape.Add(one, other);
        }
    }

    private static string Cell(string[] cells, int at) => at < 0 ? "" : cells[at].Trim();

    private static LayerFault NotNumber(string column, string cell) =>
        new(LayerFault.CoordinateNotNumber, $"“{column}”应为数字，实为“{(cell.Length <= 40 ? cell : cell[..40] + "…")}”");

    /// <summary>A number in ASCII digits; one too large comes as infinity, which is told later.</summary>
    public static bool TryNumber(string cell, out double number) =>
        double.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number)
        && !cell.AsSpan().ContainsAnyExcept("0123456789+-.eE"); // neither NaN nor ∞ nor full-width digits

    private static AttributeValue Value(string name, AttributeType type, string cell)
    {
        if (cell.Length == 0) return new(name, ValueKind.Nothing);
        if (type is AttributeType.TrueFalse && bool.TryParse(cell, out var isTrue)) return new(name, isTrue ? ValueKind.True : ValueKind.False);
        return type is AttributeType.Number or AttributeType.WholeNumber && AttributeGuess.IsNumber(cell)
            ? new(name, ValueKind.Number, cell)
            : new(name, ValueKind.Text, cell);
    }

    private static int Index(IReadOnlyList<string> names, string? name)
    {
        for (var i = 0; name is not null && i < names.Count; i++)
            if (names[i] == name) return i;
        return -1;
    }
}

/// <summary>Some consecutive rows of a table as texts.</summary>
internal sealed class CsvBatch(CsvTable table, long firstNumber) : SourceBatch
{
    private const int MostRows = 512;
    private readonly List<(long Line, string[] Cells)> _rows = [];

    public bool IsFull => _rows.Count >= MostRows;

    public bool IsEmpty => _rows.Count == 0;

    public void Add(long line, string[] cells) => _rows.Add((line, cells));

    public override IEnumerable<SourceRow> Rows()
    {
        var row = new SourceRow();
        for (var i = 0; i < _rows.Count; i++)
        {
            row.Begin(firstNumber + i, _rows[i].Line);
            table.Fill(row, _rows[i].Cells);
            yield return row;
        }
    }
}

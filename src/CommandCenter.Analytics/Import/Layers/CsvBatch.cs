namespace CommandCenter.Analytics.Import.Layers;

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

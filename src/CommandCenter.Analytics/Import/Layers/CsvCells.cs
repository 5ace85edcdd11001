using System.Text;
using CsvHelper;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Cuts a table with a header into batches. Separator (<c>, ; TAB |</c>) is told from the first lines. A row of more
/// than 1 MB, and a quote that is never closed, end the reading: where the next row begins cannot be told then.</summary>
internal sealed class CsvCells : IDisposable
{
    private const int LongestRow = 1 << 20;
    private readonly string _file;
    private readonly StreamReader _text;
    private readonly CsvReader _csv;

    public CsvCells(string path, string encoding)
    {
        _file = Path.GetFileName(path);
        _text = new StreamReader(path, TextEncodings.Named(encoding), detectEncodingFromByteOrderMarks: true, 1 << 16);
        _csv = CsvReader.Create(_text, new CsvReaderOptions
        {
            TrackLineNumbers = true,
            MaxRecordSize = LongestRow,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
        });
        try
        {
            Guarded(() => { _csv.ReadHeader(); return true; });
            Names = Unique(_csv.Headers);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Of the columns, without blanks; a missing name is 列n, a repeated one gets a number behind it.</summary>
    public IReadOnlyList<string> Names { get; }

    public void Dispose()
    {
        _csv.Dispose();
        _text.Dispose();
    }

    public IEnumerable<SourceBatch> Batches(CsvColumns columns, IReadOnlyDictionary<string, AttributeType> types)
    {
        if (CsvTable.Missing(Names, columns).FirstOrDefault() is { } missing)
            throw ImportException.AtLine(_file, 1, $"缺少列“{missing}”", LayerFault.ColumnMissing);
        var table = new CsvTable(Names, columns, types);
        var batch = new CsvBatch(table, 1);
        for (var number = 1L; Guarded(_csv.Read); number++)
        {
            var cells = new string[_csv.FieldCount];
            for (var i = 0; i < cells.Length; i++) cells[i] = _csv.GetString(i);
            batch.Add(_csv.LineNumber, cells);
            if (!batch.IsFull) continue;
            yield return batch;
            batch = new CsvBatch(table, number + 1);
        }
        if (!batch.IsEmpty) yield return batch;
    }

    private bool Guarded(Func<bool> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException error)
        {
            throw ImportException.AtLine(_file, error.LineNumber, "CSV 格式有误：引号未闭合，或单行超过 1 MB", LayerFault.CsvMalformed);
        }
        catch (DecoderFallbackException)
        {
            throw new ImportException(_file, "", "文字与所选编码不符，请换一种编码", LayerFault.EncodingInvalid);
        }
    }

    private string[] Unique(IReadOnlyList<string> headers)
    {
        if (headers.Count > SourceRow.MostAttributes)
            throw ImportException.AtLine(_file, 1, $"列数超过 {SourceRow.MostAttributes}", LayerFault.TooManyAttributes);
        var names = new List<string>(headers.Count);
        for (var i = 0; i < headers.Count; i++)
        {
            var plain = headers[i].Trim() is { Length: > 0 } given ? given : $"列{i + 1}";
            var name = plain;
            for (var again = 2; names.Contains(name); again++) name = $"{plain}_{again}";
            names.Add(name);
        }
        return [.. names];
    }
}

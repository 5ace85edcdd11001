using System.Text;
using CsvHelper;

namespace CommandCenter.Analytics.Import;

/// <summary>Reads the rows of a CSV file with a header, as UTF-8 (with or without BOM), UTF-16 (with BOM) or GB18030.
/// A row is read at a time; whatever is wrong surfaces as <see cref="ImportException"/> naming file and line.</summary>
public static class CsvFile
{
    private const int LongestRow = 1 << 20;
    private const int Sample = 1 << 16;

    static CsvFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <param name="path">The file.</param>
    /// <param name="required">Columns the header must have; further ones are allowed.</param>
    public static IEnumerable<CsvRow> Rows(string path, params string[] required)
    {
        var file = Path.GetFileName(path);
        using var text = new StreamReader(path, Detect(path), detectEncodingFromByteOrderMarks: true);
        using var csv = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = ',',
            TrackLineNumbers = true,
            MaxRecordSize = LongestRow,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Throw,
        });
        Guarded(file, () => { csv.ReadHeader(); return true; });
        foreach (var column in required)
            if (!csv.TryGetFieldIndex(column, out _))
                throw ImportException.AtLine(file, 1, $"缺少列“{column}”");
        while (Guarded(file, csv.Read))
            yield return new CsvRow(file, csv);
    }

    private static bool Guarded(string file, Func<bool> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException error)
        {
            throw ImportException.AtLine(file, error.LineNumber, "CSV 格式有误：引号未闭合、列数与表头不符或单行过长");
        }
        catch (DecoderFallbackException)
        {
            throw new ImportException(file, "", "无法识别文字编码，请存为 UTF-8 或 GB18030");
        }
    }

    /// <summary>UTF-8 when the first bytes are valid UTF-8, otherwise GB18030; both refuse bytes that fit neither.</summary>
    private static Encoding Detect(string path)
    {
        var bytes = new byte[Sample];
        using var stream = File.OpenRead(path);
        var count = stream.ReadAtLeast(bytes, Sample, throwOnEndOfStream: false);
        if (count == 0) throw new ImportException(Path.GetFileName(path), "", "文件为空");
        try
        {
            var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
            decoder.GetCharCount(bytes, 0, count, flush: count < Sample);
            return new UTF8Encoding(false, throwOnInvalidBytes: true);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
    }
}

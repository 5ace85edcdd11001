using System.Text;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Tells the format of a file from its first bytes; a ZIP is told by what is in it.</summary>
internal static class FormatSniff
{
    /// <exception cref="ImportException">It is nothing that becomes a layer; the sentence says what to bring instead.</exception>
    public static LayerFormat? Of(string file, FileGlance glance)
    {
        var head = glance.Head.AsSpan();
        if (head.IsEmpty) throw new ImportException(file, "", "文件为空", LayerFault.FileEmpty);
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8)) return null;
        if (head.StartsWith("SQLite format 3\0"u8))
            return head.Length > 72 && (head[68..72].SequenceEqual("GPKG"u8) || head[68..71].SequenceEqual("GP1"u8))
                ? LayerFormat.GeoPackage
                : throw Unknown(file, "是 SQLite 数据库，但不是 GeoPackage");
        if (head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])) throw Workbook(file);
        if (head.StartsWith("AC10"u8)) throw new ImportException(file, "", "这是 DWG 图纸，请另存为 DXF", LayerFault.DrawingGiven);
        if (head.StartsWith("AutoCAD Binary DXF"u8)) throw new ImportException(file, "", "这是二进制 DXF，请另存为文本 DXF", LayerFault.DrawingGiven);

        var text = Encoding.Latin1.GetString(head[..Math.Min(head.Length, 4096)]).Replace("\0", "").TrimStart('\u00EF', '\u00BB', '\u00BF', '\u00FF', '\u00FE', ' ', '\t', '\r', '\n');
        if (text.StartsWith('{') || text.StartsWith('[')) return LayerFormat.GeoJson;
        if (text.StartsWith('<'))
            return text.Contains("<kml", StringComparison.OrdinalIgnoreCase) || text.Contains(":kml", StringComparison.OrdinalIgnoreCase) || text.Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase)
                ? LayerFormat.Kml
                : throw Unknown(file, "是 XML 或网页，但不是 KML");
        if (IsDxf(text)) return LayerFormat.Dxf;
        if (IsBinary(head, glance.IsUtf8)) throw Unknown(file, "不是文本，也不是可识别的格式");
        return LayerFormat.Csv;
    }

    public static ImportException Workbook(string file) =>
        new(file, "", "这是 Excel 工作簿，请另存为 CSV（UTF-8）后再导入", LayerFault.WorkbookGiven);

    public static ImportException Unknown(string file, string what) =>
        new(file, "", $"{what}；可导入 GeoJSON、CSV、Shapefile（ZIP）、GeoPackage、KML/KMZ、DXF", LayerFault.FormatUnknown);

    /// <summary>Text has no control characters beside the blank ones, in whatever encoding.</summary>
    private static bool IsBinary(ReadOnlySpan<byte> head, bool isUtf8)
    {
        var encoding = TextEncodings.Guess(head, isUtf8);
        if (encoding is TextEncodings.Utf8 or TextEncodings.Gb18030) return head.ContainsAnyInRange((byte)0, (byte)8) || head.Contains((byte)0x0E);
        return Encoding.GetEncoding(encoding is TextEncodings.Utf16Big ? "utf-16BE" : "utf-16").GetString(head).AsSpan().ContainsAnyInRange('\0', '\b');
    }

    /// <summary>Group 0 SECTION, after comments of group 999.</summary>
    private static bool IsDxf(string text)
    {
        var lines = text.Split('\n');
        var at = 0;
        while (at + 1 < lines.Length && lines[at].Trim() == "999") at += 2;
        return at + 1 < lines.Length && lines[at].Trim() == "0" && lines[at + 1].Trim() == "SECTION";
    }
}

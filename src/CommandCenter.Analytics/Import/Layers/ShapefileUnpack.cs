namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Takes one Shapefile out of a ZIP, under names of ours, and tells the encoding of its attributes.</summary>
internal static class ShapefileUnpack
{
    private const int LargestCodePage = 100;
    private const byte ChineseDriver = 0x4D;
    private static readonly string[] Parts = [".shp", ".dbf", ".shx", ".prj"];

    /// <summary>Names of the Shapefiles, folders and all, without extension.</summary>
    public static IReadOnlyList<string> Names(LayerArchive archive) =>
        [.. archive.Entries.Where(one => Is(one.Name, ".shp")).Select(one => one.Name[..^4]).Order(StringComparer.Ordinal)];

    /// <returns>The input, whose encoding is that chosen or the one that the file speaks for.</returns>
    public static (GdalInput Input, string Encoding) Unpack(LayerArchive archive, string file, string folder, string name, string? encoding)
    {
        foreach (var part in Parts)
            if (archive.Entries.FirstOrDefault(one => Is(one.Name, part) && one.Name[..^4] == name) is { Entry: not null } found)
                archive.Unpack(found.Entry, Path.Combine(folder, "input" + part));
        if (!IsShapefile(Path.Combine(folder, "input.shp"))) throw new ImportException(file, "", "压缩包里的 .shp 不是 Shapefile", LayerFault.GdalFailed);
        var said = "";
        if (archive.Entries.FirstOrDefault(one => Is(one.Name, ".cpg") && one.Name[..^4] == name) is { Entry: { Length: <= LargestCodePage } page })
        {
            using var text = new StreamReader(page.Open());
            said = text.ReadToEnd();
        }
        var known = encoding ?? Encoding(said, Path.Combine(folder, "input.dbf"));
        return (new(file, folder, "input.shp", "ESRI Shapefile", [$"ENCODING={known}"]), known);
    }

    /// <summary>By its first four bytes: what else a program might take the file for is not asked.</summary>
    private static bool IsShapefile(string path)
    {
        var begin = new byte[4];
        using var stream = File.OpenRead(path);
        return stream.ReadAtLeast(begin, 4, throwOnEndOfStream: false) == 4 && begin is [0x00, 0x00, 0x27, 0x0A];
    }

    /// <summary>By the .cpg, by the driver byte of the .dbf, by its bytes. A .cpg that says Latin is not believed: some programs
    /// write it whatever they have.</summary>
    private static string Encoding(string said, string table)
    {
        var name = said.Trim().ToUpperInvariant().Replace("-", "").Replace("_", "").Replace(" ", "");
        if (name is "UTF8" or "65001") return TextEncodings.Utf8;
        if (name is "GBK" or "GB2312" or "GB18030" or "936" or "CP936" or "ANSI936" or "EUCCN" or "54936") return TextEncodings.Gb18030;
        if (!File.Exists(table)) return TextEncodings.Utf8;
        var bytes = new byte[8 << 20];
        using var stream = File.OpenRead(table);
        var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (count > 32 && bytes[29] == ChineseDriver) return TextEncodings.Gb18030;
        return IsUtf8(bytes.AsSpan(0, count)) ? TextEncodings.Utf8 : TextEncodings.Gb18030;
    }

    /// <summary>The table after its header, field by field of 32 bytes, then the records; a field's own numbers are passed over.</summary>
    private static bool IsUtf8(ReadOnlySpan<byte> table)
    {
        var at = 32;
        for (; at + 32 <= table.Length && table[at] != '\r'; at += 32)
            if (!TextEncodings.IsUtf8(table.Slice(at, 11)[..(table.Slice(at, 11).IndexOf((byte)0) is >= 0 and var end ? end : 11)])) return false;
        var records = table[Math.Min(at, table.Length)..];
        // A character may be cut by the end of what was read.
        for (var cut = 0; cut < 4 && cut <= records.Length; cut++)
            if (TextEncodings.IsUtf8(records[..^cut])) return true;
        return false;
    }

    private static bool Is(string name, string extension) => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}

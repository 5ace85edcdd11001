namespace CommandCenter.Analytics.Import;

/// <summary>A file was refused; nothing of it was taken. The message is a Chinese sentence for the person who brought the
/// file and names the place: <c>counties.geojson 第 3 个要素：疑似经纬度颠倒</c>.</summary>
public sealed class ImportException(string file, string place, string reason, string code = "import_refused")
    : Exception(place.Length == 0 ? $"{file}：{reason}" : $"{file} {place}：{reason}")
{
    /// <summary>Name of the file, without its folder.</summary>
    public string File { get; } = file;

    /// <summary>第 n 行, 第 n 个要素, or empty when the whole file is meant.</summary>
    public string Place { get; } = place;

    /// <summary>What is wrong, in Chinese.</summary>
    public string Reason { get; } = reason;

    /// <summary>Stable, for programs; <c>import_refused</c> where a reader tells no kinds apart.</summary>
    public string Code { get; } = code;

    public static ImportException AtLine(string file, long line, string reason, string code = "import_refused") =>
        new(file, $"第 {line} 行", reason, code);

    public static ImportException AtFeature(string file, long number, string reason, string code = "import_refused") =>
        new(file, $"第 {number} 个要素", reason, code);
}

using System.Text;
using CommandCenter.Analytics.Import;

namespace CommandCenter.Analytics.Tests.Import;

public sealed class CsvFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("GB18030", false)]
    public void Reads_every_usual_encoding(string name, bool withMark)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = Encoding.GetEncoding(name);
        var bytes = encoding.GetBytes("name,value\n台山市𠮷,1\n");
        File.WriteAllBytes(_path, withMark ? [.. encoding.GetPreamble(), .. bytes] : bytes);
        CsvFile.Rows(_path, "name").Select(row => row["name"]).ShouldBe(["台山市𠮷"]);
    }

    [Theory]
    [InlineData("name,value\n甲,1\n\"乙,2\n丙,3\n", 3)]
    [InlineData("name,value\n甲,1,9\n", 2)]
    [InlineData("name,value\n甲\n", 2)]
    public void Names_the_line_that_is_malformed(string text, long line) =>
        Refusal(text, rows => rows.ToList()).Place.ShouldBe($"第 {line} 行");

    [Theory]
    [InlineData("１２３")]
    [InlineData("12亿")]
    [InlineData("—")]
    [InlineData("NaN")]
    [InlineData("1e999")]
    [InlineData("=1+1")]
    [InlineData("1,234")]
    public void A_number_is_ascii_digits_and_nothing_else(string cell) =>
        Refusal($"name,value\n甲,\"{cell}\"\n", rows => rows.Select(row => row.Number("value")).ToList()).Message.ShouldEndWith($"“value”应为数字，实为“{cell}”");

    [Fact]
    public void A_missing_column_and_an_empty_file_are_refused()
    {
        Refusal("a,b\n1,2\n", rows => rows.ToList()).Reason.ShouldBe("缺少列“name”");
        Refusal("", rows => rows.ToList()).Reason.ShouldBe("文件为空");
    }

    [Fact]
    public void A_line_of_many_megabytes_is_refused_without_being_held() =>
        Refusal("name,value\n\"" + new string('x', 8 << 20), rows => rows.ToList()).Place.ShouldBe("第 2 行");

    private ImportException Refusal<T>(string text, Func<IEnumerable<CsvRow>, T> read)
    {
        File.WriteAllText(_path, text);
        return Should.Throw<ImportException>(() => { read(CsvFile.Rows(_path, "name")); });
    }
}

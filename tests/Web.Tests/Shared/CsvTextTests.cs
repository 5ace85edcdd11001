using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Tests.Shared;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("+1+1")]
    [InlineData("-1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("＝1")]
    public void A_cell_that_a_spreadsheet_would_run_is_text(string cell) => CsvText.Line(cell).ShouldBe($"\"'{cell}\"\r\n");

    [Fact]
    public void Quotes_commas_and_line_ends_stay_in_their_cell() =>
        CsvText.Line("a\"b", "c,d", "e\nf", "").ShouldBe("\"a\"\"b\",\"c,d\",\"e\nf\",\"\"\r\n");
}

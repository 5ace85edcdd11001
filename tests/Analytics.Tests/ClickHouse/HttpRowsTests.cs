using System.Text;
using CommandCenter.Analytics.ClickHouse;

namespace CommandCenter.Analytics.Tests.ClickHouse;

/// <summary>Failures behind the first rows, as servers of several versions write them.</summary>
public sealed class HttpRowsTests
{
    private const string Tag = "dngjzjnxkvlwkeua";
    private const string Reason = "Code: 395. DB::Exception: Value passed to 'throwIf' function is non-zero. (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO)";

    public static TheoryData<string?, string> Failures => new()
    {
        { Tag, $"\r\n__exception__\r\n{Tag}\r\n{Reason} (version 26.7.1.1)\n130 {Tag}\r\n__exception__\r\n" },
        { null, $"__exception__\r\n{Reason} (version 25.8.1.5101 (official build))\n" },
        { null, $"{Reason} (version 24.8.1.1 (official build))\n" },
        { null, "Code: 395, e.displayText() = DB::Exception: Value passed to 'throwIf' function is non-zero, e.what() = DB::Exception\n" },
    };

    [Theory, MemberData(nameof(Failures))]
    public async Task A_failure_behind_the_rows_is_told_from_rows(string? tag, string failure)
    {
        foreach (var part in new[] { 1, 7, 64, 100_000 })
        {
            var read = new List<ulong>();
            var thrown = await Should.ThrowAsync<ClickHouseException>(() => ReadAsync([.. Numbers(5_000), .. Encoding.UTF8.GetBytes(failure)], tag, part, read));
            thrown.Code.ShouldBe(395);
            thrown.Message.ShouldStartWith("Code: 395");
            read.ShouldBe(Enumerable.Range(0, 5_000).Select(number => (ulong)number));
        }
    }

    [Theory]
    [InlineData(Tag)]
    [InlineData(null)]
    public async Task Rows_that_speak_of_failures_are_rows(string? tag)
    {
        var row = new RowBinaryWriter();
        row.WriteString($"__exception__\r\nzzzzzzzzzzzzzzzz\r\n{Reason}");
        var rows = new HttpRows(new Dripping(row.Written.ToArray(), 5), tag);
        (await rows.NextAsync(reader => reader.ReadString(), default)).ShouldNotBeNull().Single().ShouldEndWith("ZERO)");
        (await rows.NextAsync(reader => reader.ReadString(), default)).ShouldBeNull();
    }

    [Fact]
    public async Task An_answer_that_ends_within_a_row_is_a_failure()
    {
        var read = new List<ulong>();
        (await Should.ThrowAsync<ClickHouseException>(() => ReadAsync(Numbers(100)[..^3], Tag, 64, read))).Message.ShouldContain("broke off");
        read.Count.ShouldBe(99);
    }

    private static async Task ReadAsync(byte[] body, string? tag, int part, List<ulong> read)
    {
        var rows = new HttpRows(new Dripping(body, part), tag);
        while (await rows.NextAsync(reader => reader.ReadUInt64(), default) is { } some) read.AddRange(some);
    }

    private static byte[] Numbers(int count)
    {
        var rows = new RowBinaryWriter();
        for (var i = 0; i < count; i++) rows.WriteUInt64((ulong)i);
        return rows.Written.ToArray();
    }

    /// <summary>A body that comes in small parts.</summary>
    private sealed class Dripping(byte[] body, int part) : MemoryStream(body)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(part, buffer.Length)], cancellationToken);
    }
}

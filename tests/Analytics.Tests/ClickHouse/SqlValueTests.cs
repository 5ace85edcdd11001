using CommandCenter.Analytics.ClickHouse;

namespace CommandCenter.Analytics.Tests.ClickHouse;

[Collection(Embedded.Name)]
public sealed class EmbeddedSqlValueTests(EmbeddedPlace place) : SqlValueTests(place);

[Collection(OverHttp.Name)]
public sealed class HttpSqlValueTests(HttpPlace place) : SqlValueTests(place);

public abstract class SqlValueTests(ClickHousePlace place) : IDisposable
{
    private readonly IClickHouse _clickHouse = place.Open("sql_value_tests");

    public void Dispose() => _clickHouse.Dispose();

    public static TheoryData<string, object> TooBig => new()
    {
        { "UInt8", 300 }, { "UInt8", -1 }, { "UInt32", -1L }, { "UInt32", 1L << 32 }, { "Int16", 40_000 }, { "UInt64", -1 },
        { "Float64", double.NaN }, { "Float64", double.PositiveInfinity },
        { "DateTime", new DateTimeOffset(1969, 12, 31, 0, 0, 0, TimeSpan.Zero) },
        { "DateTime", new DateTimeOffset(2107, 1, 1, 0, 0, 0, TimeSpan.Zero) },
        { "DateTime64(3)", new DateTimeOffset(2300, 1, 1, 0, 0, 0, TimeSpan.Zero) },
        { "Date", new DateOnly(2200, 1, 1) },
        { "Array(UInt8)", new[] { 1, 256 } },
    };

    [Theory, MemberData(nameof(TooBig))]
    public void Refuses_a_value_that_its_type_does_not_hold(string type, object value) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Sql($"SELECT {{x:{type}}}").With("x", value));

    [Theory]
    [InlineData("SELECT {x:UInt8}", "x", "1")]
    [InlineData("SELECT {x:String}", "x", 1)]
    [InlineData("SELECT {x:String}", "y", "1")]
    [InlineData("SELECT {x:Array(String)}", "x", "one")]
    [InlineData("SELECT {x:Map(String, String)}", "x", "one")]
    public void Refuses_a_value_of_another_kind(string sql, string name, object value) =>
        Should.Throw<ArgumentException>(() => new Sql(sql).With(name, value));

    [Theory]
    [InlineData("")]
    [InlineData("崖门水道 3#")]
    [InlineData("𠮷")]
    [InlineData("'; DROP TABLE readings; --")]
    [InlineData("tab\tline\nreturn\rnull\0backslash\\quote'\"`")]
    [InlineData("\\N")]
    [InlineData("{x:String}")]
    public async Task A_string_arrives_as_it_is_alone_and_in_a_list(string text)
    {
        (await AskAsync("SELECT {x:String}", text, row => row.ReadString())).ShouldBe(text);
        (await AskAsync("SELECT {x:Array(String)}[2]", new[] { "first", text }, row => row.ReadString())).ShouldBe(text);
    }

    [Fact]
    public async Task Numbers_and_instants_arrive_as_they_are()
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_795_000_123_456);
        (await AskAsync("SELECT {x:UInt64}", ulong.MaxValue, row => row.ReadUInt64())).ShouldBe(ulong.MaxValue);
        (await AskAsync("SELECT {x:Int64}", long.MinValue, row => row.ReadInt64())).ShouldBe(long.MinValue);
        (await AskAsync("SELECT {x:Float64}", 0.1, row => row.ReadFloat64())).ShouldBe(0.1);
        (await AskAsync("SELECT {x:Bool}", true, row => row.ReadBool())).ShouldBeTrue();
        (await AskAsync("SELECT {x:DateTime64(3)}", at, row => row.ReadDateTime64())).ShouldBe(at);
        (await AskAsync("SELECT {x:DateTime64(3)}", DateTimeOffset.UnixEpoch, row => row.ReadDateTime64())).ShouldBe(DateTimeOffset.UnixEpoch);
        (await AskAsync("SELECT {x:DateTime}", at, row => row.ReadDateTime())).ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_795_000_123));
        (await AskAsync("SELECT {x:Date}", new DateOnly(2026, 2, 28), row => row.ReadDate())).ShouldBe(new DateOnly(2026, 2, 28));
        (await AskAsync("SELECT arraySum({x:Array(UInt64)})", new long[] { 1, 2, 3 }, row => row.ReadUInt64())).ShouldBe(6UL);
        (await AskAsync("SELECT toUInt8(length({x:Array(UInt64)}))", Array.Empty<long>(), row => row.ReadUInt8())).ShouldBe((byte)0);
    }

    private async Task<T> AskAsync<T>(string sql, object value, Func<RowBinaryReader, T> row) =>
        (await _clickHouse.QueryAsync(new Sql(sql).With("x", value), row, default)).Single();
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Geography;
using CommandCenter.Web.Tests.Host;
using CommandCenter.Web.Verbs;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.BadInputs;

/// <summary>What strangers, mistakes and attackers send to the interface: each refused with its code, nothing half-written.</summary>
[Collection(RunningApp.Name)]
public sealed class BadRequestTests(CommandCenterApp app, BadInputTally tally) : IClassFixture<BadInputTally>
{
    private const string Device = "BAD-INPUT-1";
    private const string Wide = "%EF%BC%94%EF%BC%94%EF%BC%90%EF%BC%97%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90";

    [Theory]
    [InlineData("44070", "invalid_region_code")]
    [InlineData("4407000000000", "invalid_region_code")]
    [InlineData(Wide, "invalid_region_code")]
    [InlineData("440700000000%0A", "invalid_region_code")]
    [InlineData("%20440700000000", "invalid_region_code")]
    [InlineData("440700000000'%20OR%201=1--", "invalid_region_code")]
    [InlineData("000000000000", "invalid_region_code")]
    [InlineData("%F0%A0%AE%B7", "invalid_region_code")]
    [InlineData("440799999999", "region_not_found")]
    [InlineData("440721000000", "region_not_found")] // 新会县, abolished in 1992
    [InlineData("440800000000", "region_not_found")]
    public async Task A_region_code_that_is_none(string code, string refusal)
    {
        using var leader = await app.SignInAs("leader");
        foreach (var address in new[] { $"/api/v1/regions/{code}", $"/api/v1/regions/{code}/children", $"/api/v1/regions/{code}/profile", $"/api/v1/indicators?region={code}" })
            await tally.RefusedAsync(await leader.GetAsync(address), refusal);
    }

    [Theory]
    [InlineData("/api/v1/regions?limit=1000000000", "invalid_limit")]
    [InlineData("/api/v1/regions?limit=99999999999999999999", "invalid_parameter")]
    [InlineData("/api/v1/regions?limit=-1", "invalid_limit")]
    [InlineData("/api/v1/regions?limit=1e9", "invalid_parameter")]
    [InlineData("/api/v1/regions/locate?lon=NaN&lat=22", "invalid_position")]
    [InlineData("/api/v1/regions/locate?lon=1e999&lat=22", "invalid_position")]
    [InlineData("/api/v1/regions/locate?lon=22.5&lat=113.08", "invalid_position")]
    [InlineData("/api/v1/regions/locate?lon=38508000&lat=2497000", "invalid_position")]
    [InlineData("/api/v1/indicators?region=440700000000&from=2021;DROP", "invalid_period")]
    [InlineData("/api/v1/indicators?region=440700000000&from=%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%91", "invalid_period")]
    [InlineData("/tiles/towns/99/0/0.mvt", "invalid_tile")]
    [InlineData("/tiles/towns/-1/0/0.mvt", "invalid_tile")]
    [InlineData("/tiles/towns/8/-1/0.mvt", "invalid_tile")]
    [InlineData("/tiles/towns/8/256/0.mvt", "invalid_tile")]
    [InlineData("/tiles/towns/8/0/99999999999999999999.mvt", "invalid_tile")]
    [InlineData("/tiles/towns/..%2f8/0/0.mvt", "invalid_tile")]
    [InlineData("/tiles/..%2f..%2fetc%2fpasswd/8/0/0.mvt", "layer_not_found")]
    [InlineData("/tiles/towns;DROP/8/0/0.mvt", "layer_not_found")]
    public async Task A_question_beyond_its_bounds(string address, string refusal)
    {
        using var leader = await app.SignInAs("leader");
        await tally.RefusedAsync(await leader.GetAsync(address), refusal);
    }

    [Theory]
    [InlineData("' OR 1=1 --")]
    [InlineData("x' UNION SELECT text FROM indicator_values --")]
    [InlineData("url('http://127.0.0.1/')")]
    [InlineData("file('/etc/passwd')")]
    [InlineData("{region:UInt64}")]
    [InlineData("%_\\")]
    [InlineData("𠮷\t\\N")]
    public async Task SQL_in_a_filter_is_a_text_that_nothing_is_called(string text)
    {
        using var leader = await app.SignInAs("leader");
        (await leader.GetStringAsync($"/api/v1/indicators?region={CommandCenterApp.City}&indicator={Uri.EscapeDataString(text)}")).ShouldBe("[]");
        (await leader.GetStringAsync($"/api/v1/regions?search={Uri.EscapeDataString(text)}")).ShouldBe("[]");
    }

    [Theory]
    [InlineData("{", "invalid_json")]
    [InlineData("null", "invalid_json")]
    [InlineData("""{"device":"nobody","metric":"water_level","ts":NOW,"value":1}""", "unknown_device")]
    [InlineData("""{"device":"BAD-INPUT-1'; DROP TABLE readings --","metric":"water_level","ts":NOW,"value":1}""", "unknown_device")]
    [InlineData("""{"device":"BAD-INPUT-1","metric":"nothing","ts":NOW,"value":1}""", "unknown_metric")]
    [InlineData("""{"device":"BAD-INPUT-1","metric":"bad_input","ts":NOW,"value":{}}""", "value_not_a_number")]
    [InlineData("""{"device":"BAD-INPUT-1","metric":"bad_input","ts":NOW,"value":"NaN"}""", "value_not_a_number")]
    [InlineData("""{"device":"BAD-INPUT-1","metric":"bad_input","ts":NOW,"value":1e999}""", "value_not_a_number")]
    [InlineData("""{"device":"BAD-INPUT-1","metric":"bad_input","ts":0,"value":1}""", "ts_out_of_range")]
    [InlineData("""{"device":"BAD-INPUT-1","metric":"bad_input","ts":SECONDS,"value":1}""", "ts_out_of_range")]
    [InlineData("""{"device":"BAD-INPUT-1","metric":"bad_input","ts":100000000000000000,"value":1}""", "ts_out_of_range")]
    [InlineData("""{"device":"BAD-INPUT-1","metric":"bad_input","ts":-1,"value":1}""", "ts_out_of_range")]
    [InlineData("""{"device":"BAD-INPUT-1","metric":"bad_input","value":1}""", "missing_field")]
    public async Task A_reading_that_cannot_be(string line, string refusal)
    {
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        line = line.Replace("NOW", $"{now.ToUnixTimeMilliseconds()}").Replace("SECONDS", $"{now.ToUnixTimeSeconds()}");
        await tally.LineRefusedAsync(await SendAsync("/api/v1/telemetry", Encoding.UTF8.GetBytes(line)), refusal);
    }

    [Theory]
    [InlineData("{", "invalid_json")]
    [InlineData("""{"device":"BAD-2","name":"\uD800","type":"水位站","department":"水利","lon":113.0815,"lat":22.5787}""", "invalid_json")]
    [InlineData("""{"device":"../../etc","name":"站","type":"水位站","department":"水利","lon":113.0815,"lat":22.5787}""", "invalid_device")]
    [InlineData("""{"device":"BAD-2<img>","name":"站","type":"水位站","department":"水利","lon":113.0815,"lat":22.5787}""", "invalid_device")]
    [InlineData("""{"device":"𠮷","name":"站","type":"水位站","department":"水利","lon":113.0815,"lat":22.5787}""", "invalid_device")]
    [InlineData("""{"device":"BAD-2","name":"","type":"水位站","department":"水利","lon":113.0815,"lat":22.5787}""", "missing_field")]
    [InlineData("""{"device":"BAD-2","name":"站","type":"水位站","department":"水利","lon":22.5787,"lat":113.0815}""", "outside_regions")]
    [InlineData("""{"device":"BAD-2","name":"站","type":"水位站","department":"水利","lon":38508000,"lat":2497000}""", "outside_regions")]
    [InlineData("""{"device":"BAD-2","name":"站","type":"水位站","department":"水利","lon":1e999,"lat":22.5}""", "invalid_position")]
    [InlineData("""{"device":"BAD-2","name":"站\u0000","type":"水位站","department":"水利","lon":113.0815,"lat":22.5787}""", "missing_field")]
    public async Task A_device_that_cannot_be(string line, string refusal) =>
        await tally.LineRefusedAsync(await SendAsync("/api/v1/devices", Encoding.UTF8.GetBytes(line)), refusal);

    /// <summary>The figures of a file: encoding, first line, what the row holds, what the refusal says.</summary>
    [Theory]
    [InlineData("utf-8", "region_code,indicator,unit,period,value,source_title,publisher,grade", "44070,地区生产总值,亿元,2024,1,标题,单位,A", "区划代码")]
    [InlineData("utf-8", "region_code,indicator,unit,period,value,source_title,publisher,grade", "４４０７０３,地区生产总值,亿元,2024,1,标题,单位,A", "区划代码")]
    [InlineData("utf-8", "region_code,indicator,unit,period,value,source_title,publisher,grade", "440799,地区生产总值,亿元,2024,1,标题,单位,A", "不存在")]
    [InlineData("GB18030", "region_code,indicator,unit,period,value,source_title,publisher,grade", "440721,地区生产总值,亿元,2024,1,标题,单位,A", "不存在")]
    [InlineData("utf-16", "region_code,indicator,unit,period,value,source_title,publisher,grade", "440703,地区生产总值,亿元,2024,１２３,标题,单位,A", "应为数字")]
    [InlineData("GB18030", "region_code,indicator,unit,period,value,source_title,publisher,grade", "440703,地区生产总值,亿元,2024,12亿,标题,单位,A", "应为数字")]
    [InlineData("utf-8", "region_code,indicator,unit,period,value,source_title,publisher,grade", "440703,地区生产总值,亿元,2024,—,标题,单位,A", "应为数字")]
    [InlineData("utf-8", "region_code,indicator,unit,period,value,source_title,publisher,grade", "440703,地区生产总值,亿元,2024,NaN,标题,单位,A", "应为数字")]
    [InlineData("utf-8", "region_code,indicator,unit,period,value,source_title,publisher,grade", "440703,地区生产总值,亿元,2024,=1+1,标题,单位,A", "应为数字")]
    [InlineData("utf-8", "region_code,indicator,unit,period,value,source_title,publisher,grade", "440703,\"地区生产总值,亿元,2024,1,标题,单位,A", "引号未闭合")]
    [InlineData("utf-8", "region_code,indicator,unit,period,value,source_title,publisher,grade", "440703,地区生产总值,亿元,2024,1,标题,单位", "列数")]
    [InlineData("utf-8", "code,value", "440703,1", "缺少列")]
    [InlineData("utf-8", "", "", "文件为空")]
    public async Task A_file_of_figures_that_cannot_be(string encoding, string head, string row, string reason)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var good = row.Length > 0 && head.StartsWith("region", StringComparison.Ordinal) ? "440703,地区生产总值,亿元,2031,1,标题,单位,A\n" : "";
        var text = Encoding.GetEncoding(encoding);
        var path = Path.Combine(Path.GetTempPath(), $"bad-{Guid.NewGuid():N}.csv");
        await File.WriteAllBytesAsync(path, [.. encoding == "utf-16" ? text.GetPreamble() : [], .. head.Length > 0 ? text.GetBytes($"{head}\n{good}{row}\n") : []]);
        await tally.FileRefusedAsync(() => ImportIndicators.RunAsync(app.Services, path, default), reason);
        File.Delete(path);
    }

    [Fact]
    public async Task Bodies_of_a_hundred_megabytes_and_bombs_leave_the_memory_as_it_was()
    {
        var bomb = Bomb(100_000_000);
        await OversizedAsync(bomb); // what the first time allocates for good
        var before = Settled();
        for (var round = 0; round < 5; round++) await OversizedAsync(bomb);
        var after = Settled();

        tally.Memory = $" heap-before={before / 1048576.0:0.0}MB heap-after={after / 1048576.0:0.0}MB";
        (after - before).ShouldBeLessThan(16 << 20, "ten bodies of 100 MB were refused; none may stay");
    }

    private async Task OversizedAsync(byte[] bomb)
    {
        await tally.RefusedAsync(await SendAsync("/api/v1/telemetry", bomb, packing: "gzip"), "too_large");
        await tally.RefusedAsync(await SendAsync("/api/v1/telemetry", new ZeroStream(100_000_000)), "too_large");
        await tally.RefusedAsync(await SendAsync("/api/v1/devices", new ZeroStream(100_000_000)), "too_large");
    }

    private static long Settled()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static byte[] Bomb(int size)
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.SmallestSize)) new ZeroStream(size).CopyTo(gzip);
        return packed.ToArray();
    }

    private Task<HttpResponseMessage> SendAsync(string address, byte[] body, string? packing = null) => SendAsync(address, new MemoryStream(body), packing);

    private async Task<HttpResponseMessage> SendAsync(string address, Stream body, string? packing = null)
    {
        var register = app.Services.GetRequiredService<DeviceRegister>();
        if (register.Find(Device) is null)
        {
            register.UseMetrics([.. register.Metrics, new("bad_input", "试验", "米", -5, 60, [])]);
            register.Register([new(Device, "试验站", "水位站", "水利", new(113.0815, 22.5787), RegionCode.Parse("440703001000"), IsIllustrative: true)]);
        }
        using var system = app.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StreamContent(body) };
        request.Headers.ExpectContinue = true; // so that a refusal is read before the body is sent
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await app.MakeTokenAsync());
        if (packing is not null) request.Content.Headers.ContentEncoding.Add(packing);
        return await system.SendAsync(request);
    }

    private sealed class ZeroStream(long length) : Stream
    {
        private long _at;

        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get => _at; set => _at = value; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var taken = (int)Math.Min(count, length - _at);
            buffer.AsSpan(offset, taken).Clear();
            _at += taken;
            return taken;
        }

        public override long Seek(long offset, SeekOrigin origin) => _at = offset;
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Flush() { }
    }
}

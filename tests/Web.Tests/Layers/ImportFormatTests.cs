using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CommandCenter.Analytics.Import.Layers;
using CommandCenter.Web.Features.Layers;
using CommandCenter.Web.Tests.Host;
using CommandCenter.Web.Verbs;

namespace CommandCenter.Web.Tests.Layers;

/// <summary>What departments bring, over HTTP and by the verb: looked at first, then taken as it was confirmed.</summary>
[Collection(RunningApp.Name)]
public sealed class ImportFormatTests(CommandCenterApp app)
{
    private const string Table = "名称,容纳人数,电话,经度,纬度\n北街小学 𠮷,300,13812341234,113.0815,22.5787\n广海中学,500,,112.79307,21.96164\n颠倒,1,,22.5,113.0\n";

    private readonly string _id = $"f{Guid.NewGuid():N}"[..20];

    static ImportFormatTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Fact]
    public async Task A_table_in_GB18030_is_shown_with_its_fields_and_bad_rows_and_taken_without_them()
    {
        using var staff = await LayerAsync();
        var file = Encoding.GetEncoding("GB18030").GetBytes(Table);
        var report = await ReportAsync(staff, file, "preview=true");
        (Text(report, "format"), Text(report, "encoding"), Text(report, "crs"), Text(report, "lon"), Text(report, "lat")).ShouldBe(("csv", "GB18030", "EPSG:4490", "经度", "纬度"));
        (Number(report, "rows"), Number(report, "badRows"), Number(report, "version")).ShouldBe((2, 1, 0));
        var fault = report.GetProperty("faults")[0];
        (Text(fault, "place"), Text(fault, "code")).ShouldBe(("第 4 行", "lon_lat_swapped"));
        report.GetProperty("fields").EnumerateArray().Select(field => (Text(field, "name"), Text(field, "type"))).ShouldContain(("容纳人数", "whole"));
        var sample = report.GetProperty("samples")[0];
        (sample.GetProperty("lon").GetDouble(), Text(sample.GetProperty("values"), "名称")).ShouldBe((113.0815, "北街小学 𠮷"));
        Text(sample.GetProperty("values"), "电话").ShouldBe("138****1234");
        report.GetProperty("hints")[0].GetProperty("sentence").GetString()!.ShouldContain("分不清");
        report.GetProperty("bounds")[0].GetDouble().ShouldBe(112.79307, 1e-9);

        await (await SendAsync(staff, file)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "invalid_rows");
        Number(await ReportAsync(staff, file, "skip=true&accuracy=5"), "version").ShouldBe(1);
        var layer = await staff.GetFromJsonAsync<JsonElement>($"/api/v1/layers/{_id}");
        (Text(layer, "crs"), layer.GetProperty("accuracy").GetDouble(), Number(layer, "rows")).ShouldBe(("EPSG:4490", 5, 2));
        (await NamesAsync(staff)).ShouldBe(["北街小学 𠮷", "广海中学"]);
        (await ReportAsync(staff, file, "skip=true")).GetProperty("isSame").GetBoolean().ShouldBeTrue();
        Number(await ReportAsync(staff, file, "skip=true&crs=GCJ-02"), "version").ShouldBe(2, "read another way it is something else");
    }

    [Fact]
    public async Task A_table_of_region_codes_stands_where_the_regions_are()
    {
        using var staff = await LayerAsync();
        Number(await ReportAsync(staff, "乡镇代码,名称\n440781110000,广海站\n"u8.ToArray(), "region=乡镇代码"), "version").ShouldBe(1);
        using var town = await app.SignInAs("town");
        (await NamesAsync(town)).ShouldBe(["广海站"]);
        var refused = await (await SendAsync(staff, "乡镇代码,名称\n440781110000,广海站\n"u8.ToArray(), "lon=经&lat=纬")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_file");
        refused.ShouldContain("缺少列“经”");
        await (await SendAsync(staff, "甲,乙\n1,2\n"u8.ToArray())).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "crs_open");
    }

    [Fact]
    public async Task Numbers_that_may_be_more_than_one_thing_are_confirmed_by_a_person()
    {
        using var staff = await LayerAsync();
        var swapped = "名称,纬度坐标,lon\n甲,113.0815,22.5787\n"u8.ToArray();
        var report = await ReportAsync(staff, swapped, "preview=true&lon=lon&lat=纬度坐标");
        (report.GetProperty("isGuess").GetBoolean(), Text(report, "axes")).ShouldBe((true, "ne"));
        await (await SendAsync(staff, swapped, "lon=lon&lat=纬度坐标")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "crs_unconfirmed");
        await (await SendAsync(staff, swapped, "lon=lon&lat=纬度坐标&crs=EPSG:4490&axes=en")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "invalid_rows");
        Number(await ReportAsync(staff, swapped, "lon=lon&lat=纬度坐标&crs=EPSG:4490&axes=ne"), "version").ShouldBe(1);
        var metres = "名称,x,y\n甲,38405000,2497000\n"u8.ToArray();
        (await (await SendAsync(staff, metres)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "crs_unconfirmed")).ShouldContain("疑似带号坐标 EPSG:4526");
        Number(await ReportAsync(staff, metres, "crs=4526&axes=en"), "version").ShouldBe(2);
        Text(await staff.GetFromJsonAsync<JsonElement>($"/api/v1/layers/{_id}"), "crs").ShouldBe("EPSG:4526");
    }

    [Fact]
    public async Task A_zipped_shapefile_in_metres_names_its_system_and_lands_to_a_millimetre()
    {
        using var staff = await LayerAsync();
        var folder = Directory.CreateTempSubdirectory("shape-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "a.csv"), "name,x,y\n北街小学,113.0815,22.5787\n");
            using (var made = Process.Start("ogr2ogr", ["-f", "ESRI Shapefile", Path.Combine(folder.FullName, "a.shp"), Path.Combine(folder.FullName, "a.csv"),
                "-oo", "X_POSSIBLE_NAMES=x", "-oo", "Y_POSSIBLE_NAMES=y", "-s_srs", "EPSG:4490", "-t_srs", "EPSG:4547", "-lco", "ENCODING=UTF-8"]))
            {
                await made.WaitForExitAsync();
                made.ExitCode.ShouldBe(0);
            }
            File.Delete(Path.Combine(folder.FullName, "a.csv"));
            var zip = folder.FullName + ".zip";
            ZipFile.CreateFromDirectory(folder.FullName, zip);
            var file = await File.ReadAllBytesAsync(zip);
            File.Delete(zip);
            Number(await ReportAsync(staff, file), "version").ShouldBe(1);
            var feature = (await staff.GetFromJsonAsync<JsonElement>($"/ogc/collections/{_id}/items")).GetProperty("features")[0].GetProperty("geometry").GetProperty("coordinates");
            (feature[0].GetDouble(), feature[1].GetDouble()).ShouldSatisfyAllConditions(
                at => at.Item1.ShouldBe(113.0815, 1e-8), at => at.Item2.ShouldBe(22.5787, 1e-8));
            Text(await staff.GetFromJsonAsync<JsonElement>($"/api/v1/layers/{_id}"), "crs").ShouldBe("EPSG:4547");
            await (await SendAsync(staff, file, "format=kml")).ShouldBeProblem(HttpStatusCode.BadRequest, "other_format");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_is_refused_in_Chinese_and_nothing_is_written()
    {
        using var staff = await LayerAsync();
        var wide = string.Join(',', Enumerable.Range(0, 501).Select(i => $"列{i}"));
        var bad = new Dictionary<string, byte[]>
        {
            ["../a.shp in a zip"] = Zip("../a.shp", "a"u8.ToArray()),
            ["a bomb"] = Zip("a.shp", new byte[64 << 20]),
            ["a zip in a zip"] = Zip("a.zip", "PK"u8.ToArray()),
            ["a workbook"] = Zip("[Content_Types].xml", "a"u8.ToArray()),
            ["KML with entities"] = """<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]><kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>&a;</name></Placemark></kml>"""u8.ToArray(),
            ["an open quote"] = "名称,lon,lat\n\"甲,113,22\n"u8.ToArray(),
            ["501 columns"] = Encoding.UTF8.GetBytes($"{wide},lon,lat\n"),
            ["nesting of the file"] = Encoding.UTF8.GetBytes($$"""{"a":{{new string('[', 80)}}{{new string(']', 80)}},"type":"FeatureCollection","features":[]}"""),
            ["a picture"] = [0x89, 0x50, 0x4E, 0x47, 0, 1, 2, 3],
        };
        foreach (var (name, file) in bad)
        {
            var detail = await (await SendAsync(staff, file, "skip=true")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_file");
            detail.ShouldMatch(@"\p{IsCJKUnifiedIdeographs}", name);
            detail.ShouldNotContain("   at ", customMessage: name);
        }
        await (await SendAsync(staff, Encoding.GetEncoding("GB18030").GetBytes(Table), "encoding=UTF-8")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_file");
        foreach (var (query, code) in new[] { ("encoding=latin1", "invalid_encoding"), ("crs=EPSG:2383", "invalid_crs"), ("axes=up", "invalid_axes"), ("lon=a", "invalid_columns"), ("format=xlsx", "invalid_format"), ("accuracy=NaN", "invalid_accuracy") })
            await (await SendAsync(staff, Encoding.UTF8.GetBytes(Table), query)).ShouldBeProblem(HttpStatusCode.BadRequest, code);
        Number(await staff.GetFromJsonAsync<JsonElement>($"/api/v1/layers/{_id}"), "version").ShouldBe(0);
        var many = string.Join(',', Enumerable.Range(0, 200).Select(i => $"列{i}"));
        Number(await ReportAsync(staff, Encoding.UTF8.GetBytes($"{many},lon,lat\n{string.Join(',', Enumerable.Range(0, 200))},113.0815,22.5787\n")), "version").ShouldBe(1, "200 columns are taken");
    }

    [Fact]
    public async Task The_verb_brings_a_file_in_by_the_same_rules()
    {
        using var staff = await LayerAsync();
        var path = Path.Combine(Path.GetTempPath(), $"{_id}.csv");
        await File.WriteAllTextAsync(path, Table);
        try
        {
            var (code, told, refused) = await RunAsync(path, new() { Preview = true });
            (code, told.Contains("预览：csv")).ShouldBe((0, true));
            (code, told, refused) = await RunAsync(path, new());
            (code, told).ShouldBe((1, ""));
            refused.ShouldContain("第 4 行：疑似经纬度颠倒");
            (await NamesAsync(staff)).ShouldBeEmpty();
            (code, told, refused) = await RunAsync(path, new() { Skip = true });
            (code, told.Contains("已导入第 1 版：2 个要素，1 个不能导入")).ShouldBe((0, true), refused);
            (await NamesAsync(staff)).ShouldBe(["北街小学 𠮷", "广海中学"]);
            (await RunAsync(path, new() { Skip = true })).Told.ShouldContain("内容未变");
            (await RunAsync(path + ".none", new())).Refused.ShouldContain("文件不存在");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<(int Code, string Told, string Refused)> RunAsync(string path, ImportWish wish)
    {
        using StringWriter told = new(), refused = new();
        return (await ImportLayer.RunAsync(app.Services, path, _id, wish, told, refused, CancellationToken.None), told.ToString(), refused.ToString());
    }

    private async Task<HttpClient> LayerAsync()
    {
        var staff = await app.SignInAs("staff");
        using var made = await staff.PostAsJsonAsync("/api/v1/layers", new
        {
            id = _id, title = "避难场所", theme = "emergency", department = "应急管理局", kind = "point", lead = new { label = "名称" },
            fields = new object[] { new { name = "名称" }, new { name = "电话", personal = true } },
        });
        made.StatusCode.ShouldBe(HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        return staff;
    }

    private Task<HttpResponseMessage> SendAsync(HttpClient caller, byte[] file, string query = "") =>
        caller.PostAsync($"/api/v1/layers/{_id}/import?name=f&{query}", new ByteArrayContent(file));

    private async Task<JsonElement> ReportAsync(HttpClient caller, byte[] file, string query = "")
    {
        using var answer = await SendAsync(caller, file, query);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<string[]> NamesAsync(HttpClient caller) =>
        [.. (await caller.GetFromJsonAsync<JsonElement>($"/ogc/collections/{_id}/items")).GetProperty("features").EnumerateArray().Select(one => Text(one.GetProperty("properties"), "名称")!)];

    private static byte[] Zip(string name, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry(name).Open()) entry.Write(bytes);
        return packed.ToArray();
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}

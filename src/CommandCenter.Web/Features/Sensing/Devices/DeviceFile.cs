using System.Globalization;
using CommandCenter.Analytics.Import;

namespace CommandCenter.Web.Features.Sensing.Devices;

/// <summary>A row that cannot be taken, or that looks wrong.</summary>
/// <param name="Line">Of the file, from 1.</param>
internal sealed record RowFault(long Line, string Device, string Code, string Reason);

/// <summary>A list of devices as a CSV file with the columns of <see cref="Columns"/>; those after <c>lat</c> may be missing, and what
/// is empty stays as it is registered.</summary>
internal sealed record DeviceFile(IReadOnlyList<(long Line, DeviceWish Wish)> Rows, IReadOnlyList<RowFault> Faults)
{
    public const int MostRows = 50_000;
    public const long MostBytes = 16 * 1024 * 1024;
    public const string Columns =
        "device,name,type,department,lon,lat,illustrative,responsible,phone,address,national_id,play_url,power,battery_metric,installed_on,height";

    /// <summary>Reads the file; what makes the whole unreadable is a fault.</summary>
    public static async Task<DeviceFile> ReadAsync(Stream content, CancellationToken cancel)
    {
        var path = Path.Combine(Path.GetTempPath(), $"devices-{Guid.NewGuid():N}.csv");
        try
        {
            await using (var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write }))
                await content.CopyToAsync(file, cancel);
            return Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static DeviceFile Read(string path)
    {
        var rows = new List<(long, DeviceWish)>();
        var lines = new Dictionary<string, long>();
        var faults = new List<RowFault>();
        try
        {
            foreach (var row in CsvFile.Rows(path, "device", "name", "type", "department", "lon", "lat"))
            {
                if (rows.Count == MostRows) return Unreadable("too_many_rows", $"一次最多导入 {MostRows} 台设备");
                var wish = Wish(row);
                if (!lines.TryAdd(wish.Device!, row.Line)) faults.Add(new(row.Line, wish.Device!, "device_twice", $"编号与第 {lines[wish.Device!]} 行重复"));
                rows.Add((row.Line, wish));
            }
        }
        catch (ImportException refused)
        {
            return Unreadable("unreadable_file", refused.Place.Length > 0 ? $"{refused.Place}：{refused.Reason}" : refused.Reason);
        }
        return rows.Count == 0 ? Unreadable("empty_file", "文件中没有设备") : new(rows, faults);
    }

    private static DeviceFile Unreadable(string code, string reason) => new([], [new(0, "", code, reason)]);

    private static DeviceWish Wish(CsvRow row) => new(
        row["device"], row["name"], row["type"], row["department"], Number(row["lon"]), Number(row["lat"]), row["illustrative"] is "1" or "true" or "是",
        Given(row["responsible"]), Given(row["phone"]), Given(row["address"]), Given(row["national_id"]), Given(row["play_url"]),
        Given(row["power"]), Given(row["battery_metric"]), Given(row["installed_on"]), Given(row["height"]));

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Given(string text) => text.Length == 0 ? null : text;
}

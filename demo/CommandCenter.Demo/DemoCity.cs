using System.Globalization;
using System.Text;

namespace CommandCenter.Demo;

/// <summary>Places the devices: beside the villages of the city that was imported, the same ones at every start.</summary>
internal static class DemoCity
{
    private sealed record Village(string Name, string County, double Lon, double Lat);

    public static IReadOnlyList<DemoDevice> Devices(string cityFolder)
    {
        var villages = ReadVillages(Path.Combine(cityFolder, "villages.csv"));
        var devices = new List<DemoDevice>();
        var numbers = new Dictionary<string, int>();
        foreach (var (department, count) in DeviceKind.Departments)
        {
            var kinds = DeviceKind.All.Where(kind => kind.Department == department).ToArray();
            for (var i = 0; i < count; i++)
            {
                var seed = Stable($"{department}/{i}");
                var village = villages[(int)((long)i * villages.Count / count)];
                var kind = Pick(kinds, seed / 7 % 100);
                var number = numbers[kind.Prefix + village.County] = numbers.GetValueOrDefault(kind.Prefix + village.County) + 1;
                // Up to about 600 m from the village's point; the server says if that is outside every region.
                var lon = village.Lon + (seed % 1201 - 600) / 100_000.0;
                var lat = village.Lat + (seed / 1201 % 1201 - 600) / 100_000.0;
                devices.Add(new($"{kind.Prefix}-{village.County}-{number:D4}", $"{village.Name}{kind.Type}", kind,
                    village.County, lon, lat, village.Lon, village.Lat, seed));
            }
        }
        return devices;
    }

    private static DeviceKind Pick(DeviceKind[] kinds, int percent)
    {
        foreach (var kind in kinds)
            if ((percent -= kind.Share) < 0)
                return kind;
        return kinds[^1];
    }

    private static List<Village> ReadVillages(string file)
    {
        var lines = File.ReadAllLines(file, Encoding.UTF8);
        var head = lines[0].TrimStart('\uFEFF').Split(',');
        int name = Array.IndexOf(head, "name"), county = Array.IndexOf(head, "county_code"), lon = Array.IndexOf(head, "lon"), lat = Array.IndexOf(head, "lat");
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')).Select(cells => new Village(
            Short(cells[name]), cells[county],
            double.Parse(cells[lon], CultureInfo.InvariantCulture), double.Parse(cells[lat], CultureInfo.InvariantCulture)))];
    }

    public static string Short(string name) =>
        name.Replace("社区居委会", "").Replace("居民委员会", "").Replace("村民委员会", "").Replace("居委会", "").Replace("村委会", "");

    /// <summary>FNV-1a, the same number for the same text on every machine; never negative.</summary>
    public static int Stable(string text)
    {
        var hash = 2_166_136_261u;
        foreach (var c in text) hash = (hash ^ c) * 16_777_619u;
        hash ^= hash >> 15;
        hash *= 2_246_822_519u;
        hash ^= hash >> 13;
        return (int)(hash & 0x7FFF_FFFF);
    }
}

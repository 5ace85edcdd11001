using CommandCenter.Analytics.Import;
using CommandCenter.Analytics.Spatial;

namespace CommandCenter.Analytics.Tests;

/// <summary>The demo city as it is committed.</summary>
internal static class City
{
    public static string Folder { get; } = Path.Combine(Root(), "gis-data", "jiangmen");

    private static readonly Lazy<RegionAtlas> Read = new(() => RegionFolder.Read(Folder));

    public static RegionAtlas Atlas => Read.Value;

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CommandCenter.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}

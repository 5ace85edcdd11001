using System.CommandLine;
using CommandCenter.Analytics.Import;
using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Geography;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Map;

namespace CommandCenter.Web.Verbs;

/// <summary><c>import regions DIR</c>: the tree of regions with its boundaries and base lines.</summary>
internal static class ImportRegions
{
    public static Command Build()
    {
        var folder = new Argument<string>("folder") { Description = "Folder with regions.csv, counties.geojson, towns.geojson, villages.csv …" };
        var command = new Command("regions", "Import the tree of regions, boundaries and base lines from a folder.") { folder };
        command.SetAction((parsed, cancel) => Import.RunAsync(AuditActions.RegionsImported, parsed.GetRequiredValue(folder), async app =>
        {
            var atlas = RegionFolder.Read(parsed.GetRequiredValue(folder));
            var isNew = await app.Services.GetRequiredService<AtlasArchive>().SaveAsync(atlas, cancel);
            return isNew ? $"已导入{Counts(atlas)}" : $"内容未变，无需导入：{Counts(atlas)}";
        }, cancel));
        return command;
    }

    private static string Counts(RegionAtlas atlas)
    {
        int Count(RegionLevel level) => atlas.Tree.All.Count(region => region.Level == level && !region.IsSpecialUnit);
        return $" {string.Join('、', atlas.Tree.Roots.Select(root => root.Name))}：县（市、区）{Count(RegionLevel.County)} 个，"
            + $"镇（街道）{Count(RegionLevel.Town)} 个，村（社区）{Count(RegionLevel.Village)} 个，"
            + $"特殊单位 {atlas.Tree.All.Count(region => region.IsSpecialUnit)} 个，边界 {atlas.Boundaries.Count} 个";
    }
}

using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Geography;
using CommandCenter.Store;
using CommandCenter.Store.Nodes;
using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.IO;

namespace CommandCenter.Web.Map;

/// <summary>Keeps the atlas in the store: regions, boundaries, base lines.</summary>
public sealed class AtlasArchive(IDbContextFactory<CommandCenterDb> databases, StoreChanges changes)
{
    /// <summary>What <see cref="StoreChanges"/> calls a change of regions.</summary>
    public const string Topic = "regions";

    public async Task<RegionAtlas> LoadAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var reader = new WKBReader();
        var regions = await database.Regions.AsNoTracking().ToListAsync(cancel);
        var boundaries = await database.RegionBoundaries.AsNoTracking().ToListAsync(cancel);
        var lines = await database.BaseLines.AsNoTracking().OrderBy(line => line.Root).ThenBy(line => line.Ordinal).ToListAsync(cancel);
        return new RegionAtlas(
            regions.Select(region => region.ToRegion()),
            boundaries.Select(boundary => new RegionBoundary(boundary.Code, reader.Read(boundary.Wkb))),
            lines.Select(line => new BaseLine(line.Kind, reader.Read(line.Wkb))));
    }

    /// <summary>Puts the regions under each root of <paramref name="atlas"/> in place of those stored there, all or nothing.
    /// Regions under other roots stay. False when the store holds exactly these already.</summary>
    public async Task<bool> SaveAsync(RegionAtlas atlas, CancellationToken cancel)
    {
        if ((await LoadAsync(cancel)).Version == atlas.Version) return false;
        await using var database = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        foreach (var root in atlas.Tree.Roots) await ForgetAsync(database, root.Code, cancel);
        database.Regions.AddRange(atlas.Tree.All.Select(RegionRecord.From));
        database.RegionBoundaries.AddRange(atlas.Boundaries.Select(boundary =>
            new RegionBoundaryRecord { Code = boundary.Code, Wkb = boundary.Area.AsBinary() }));
        database.BaseLines.AddRange(atlas.BaseLines.Select((line, ordinal) =>
            new BaseLineRecord { Root = atlas.Tree.Roots[0].Code, Ordinal = ordinal, Kind = line.Kind, Wkb = line.Line.AsBinary() }));
        await changes.SaveAsync(database, Topic, detail: null, cancel);
        return true;
    }

    private static async Task ForgetAsync(CommandCenterDb database, RegionCode root, CancellationToken cancel)
    {
        var (from, to) = (root, RegionCode.FromNumber(root.Number + root.Span - 1));
        await database.Regions.Where(region => region.Code >= from && region.Code <= to).ExecuteDeleteAsync(cancel);
        await database.RegionBoundaries.Where(boundary => boundary.Code >= from && boundary.Code <= to).ExecuteDeleteAsync(cancel);
        await database.BaseLines.Where(line => line.Root == root).ExecuteDeleteAsync(cancel);
    }
}

using CommandCenter.Analytics.Spatial;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Web.Live;
using Microsoft.AspNetCore.Components;

namespace CommandCenter.Web.Map;

/// <summary>Frames a region, fills its children by their figures, names them, and shows devices. Draws nothing outside the scope.</summary>
public sealed partial class MapView(AtlasHolder atlases) : ComponentBase
{
    private const double TownsFrom = 9.8;
    private string _scene = "";

    /// <summary>What the viewer may see; neighbours in it are named, others do not exist.</summary>
    [Parameter, EditorRequired] public RegionScope Scope { get; set; }

    /// <summary>The region to frame.</summary>
    [Parameter, EditorRequired] public RegionCode Region { get; set; }

    /// <summary>Read aloud in place of the picture: 台山市各镇地区生产总值.</summary>
    [Parameter, EditorRequired] public string Label { get; set; } = "";

    /// <summary>The figures that fill the children; none: the children are drawn as plain land.</summary>
    [Parameter] public IReadOnlyList<MapFigure> Figures { get; set; } = [];

    /// <summary>Draws the outline of the chosen region around the framed one.</summary>
    [Parameter] public bool Outlined { get; set; }

    /// <summary>Shows the devices as they are now, and their alarms.</summary>
    [Parameter] public bool Devices { get; set; }

    /// <summary>Where a click leads: <c>/regions/{code}</c>.</summary>
    [Parameter] public string? Link { get; set; }

    /// <summary>Pan and zoom; off on walls.</summary>
    [Parameter] public bool Moves { get; set; }

    /// <summary>Names the towns below the filled regions too, as soon as there is room for them.</summary>
    [Parameter] public bool NamesTowns { get; set; }

    /// <summary>What else stands at the foot of the map.</summary>
    [Parameter] public RenderFragment? ChildContent { get; set; }

    [Parameter] public MapPadding Padding { get; set; } = MapPadding.Default;

    [Parameter] public string Source { get; set; } = "边界：县界 示意 · 镇界 示意（按驻地划分） · 海岸线 GSHHG ±300 m · CGCS2000";

    protected override void OnParametersSet()
    {
        var atlas = atlases.Current;
        _scene = Compose(atlas)?.ToJson() ?? "";
    }

    private MapScene? Compose(RegionAtlas atlas)
    {
        var framed = atlas.Tree.Path(Region).LastOrDefault(region => atlas.Boundary(region.Code) is not null);
        if (framed is null) return null;
        var extent = atlas.Boundary(framed.Code)!.Area.EnvelopeInternal;
        var children = atlas.Tree.Children(framed.Code).Where(child => atlas.Boundary(child.Code) is not null).ToArray();
        Region[] filled = children.Length > 0 ? children : [framed];
        var neighbours = atlas.Tree.Children(atlas.Tree.Path(framed.Code)[0].Code)
            .Where(county => filled.Length == 0 || (!filled.Contains(county) && !county.Code.Contains(framed.Code) && Scope.Covers(county.Code)));
        return new(
            [framed.Code.Number, framed.Code.Number + framed.Code.Span],
            [extent.MinX, extent.MinY, extent.MaxX, extent.MaxY],
            atlas.Version,
            filled[0].Level is RegionLevel.County ? "counties" : "towns",
            [.. filled.Select(region => Area(atlas, region)), .. TownNames(atlas, framed, filled), .. neighbours.Select(region => Area(atlas, region, "context"))],
            Outlined ? framed.Code.ToString() : null,
            Devices ? new LiveKey("sensing", framed.Code).ToString() : null,
            Link, Moves,
            Leaders: filled.Length is > 1 and <= 12,
            [Padding.Top, Padding.Right, Padding.Bottom, Padding.Left]);
    }

    private MapArea Area(RegionAtlas atlas, Region region, string? rank = null) =>
        MapArea.Of(atlas, region, rank, rank is null ? Figures.FirstOrDefault(figure => figure.Region == region.Code) : null);

    /// <summary>The towns whose names come with a closer look, where the framed region is not filled by its towns already.</summary>
    private IEnumerable<MapArea> TownNames(RegionAtlas atlas, Region framed, Region[] filled) => !NamesTowns ? [] : atlas.Tree.All
        .Where(town => town.Level is RegionLevel.Town && framed.Code.Contains(town.Code) && !filled.Contains(town) && atlas.Boundary(town.Code) is not null)
        .Select(town => Area(atlas, town) with { From = TownsFrom });
}

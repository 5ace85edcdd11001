using System.Text.Json;
using System.Text.RegularExpressions;
using CommandCenter.Analytics.Spatial.Coordinates;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>A file that GDAL reads for us, as GeoJSON through a pipe.</summary>
internal sealed partial class GdalSource : LayerSource
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };
    private readonly GdalInput _input;
    private readonly LayerLimits _limits;
    private readonly string? _layer;
    private readonly DirectoryInfo _folder;

    /// <param name="input">The file; its folder is deleted with this.</param>
    /// <param name="names">Of the sub-layers, where they are not those that GDAL sees.</param>
    /// <param name="chosen">Null: the first.</param>
    /// <param name="encoding">Of the attributes, where the format leaves it open.</param>
    public GdalSource(GdalInput input, LayerLimits limits, IReadOnlyList<string>? names, string? chosen, string? encoding)
    {
        (_input, _limits, Encoding, _folder) = (input, limits, encoding, new DirectoryInfo(input.Folder));
        var layers = names ?? [.. LayerLine().Matches(Gdal.Tell(input, limits, "-q", input.Name)).Select(match => match.Groups[1].Value)];
        if (layers.Count == 0) throw new ImportException(input.File, "", "文件里没有图层", LayerFault.SubLayerUnknown);
        SubLayers = layers;
        SubLayer = chosen ?? layers[0];
        // A name is an argument of a program: one that looks like an option stays outside.
        if (!layers.Contains(SubLayer) || names is null && (SubLayer.StartsWith('-') || SubLayer.Any(char.IsControl)))
            throw new ImportException(input.File, "", "没有这个图层，或图层名不被接受", LayerFault.SubLayerUnknown);
        _layer = names is null ? SubLayer : null;
        var facts = Gdal.Tell(input, limits, ["-so", "-nocount", "-noextent", "-nomd", .. _layer is null ? (string[])["-al", input.Name] : [input.Name, _layer]]);
        DeclaredText = SystemName().Match(facts) is { Success: true } name ? name.Groups[1].Value : null;
        Declared = SystemId().Match(facts) is { Success: true } id && CoordinateSystem.TryParse(id.Groups[1].Value, out var system) ? system : null;
    }

    public override IReadOnlyList<string> SubLayers { get; }

    public override string? SubLayer { get; }

    public override string? Encoding { get; }

    public override string? DeclaredText { get; }

    public override CoordinateSystem? Declared { get; }

    public override IEnumerable<SourceBatch> Batches(CsvColumns? columns, IReadOnlyDictionary<string, AttributeType> types)
    {
        using var window = new JsonWindow(Gdal.Convert(_input, _layer, _limits), _input.File);
        window.EnterFeatures(Options);
        foreach (var batch in JsonBatch.Cut(window)) yield return batch;
    }

    public override void Dispose() => _folder.Delete(recursive: true);

    [GeneratedRegex(@"^\d+: (.+?)(?: \([^()]*\))?\r?$", RegexOptions.Multiline)]
    private static partial Regex LayerLine();

    [GeneratedRegex(@"Layer SRS WKT:\s+[A-Z]+CRS\[""([^""]*)""")]
    private static partial Regex SystemName();

    [GeneratedRegex(@"^    ID\[""EPSG"",(\d+)\]\]", RegexOptions.Multiline)]
    private static partial Regex SystemId();
}

using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Layers;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>One look at one file.</summary>
internal sealed class Inspection(string path, LayerChoice choice, LayerGround ground, LayerLimits limits)
{
    private const int SampleRows = 2000;
    private const int PairsOfRow = 8;
    private readonly Placement _placement = new(ground);

    public async Task<LayerDraft> RunAsync(CancellationToken cancel)
    {
        var glance = await FileGlance.AtAsync(path, cancel);
        var (format, opened) = await Task.Run(() => LayerOpening.Open(path, glance, choice.SubLayer, choice.Encoding, limits), cancel);
        using var source = opened;
        var columns = source.Columns is null ? null : choice.Columns ?? ColumnGuess.Of(source.Columns);
        var hints = await Task.Run(() => Hints(source, columns), cancel);
        var placed = columns is not null && columns.First is null && columns.RegionCode is not null;
        // GeoJSON that says nothing, and whose numbers say nothing, is what its standard says it is.
        var system = choice.System ?? (placed || format is LayerFormat.GeoJson && hints.Count == 0 ? CoordinateSystem.Cgcs2000 : hints.FirstOrDefault()?.System);
        var hint = hints.FirstOrDefault(one => one.System == system);
        var axes = choice.Axes ?? hint?.Axes ?? AxisOrder.EastNorth;

        var tally = new InspectionTally(choice.Kind);
        var work = new RowExamination(system, axes, choice, _placement);
        await foreach (var batch in BatchLine.RunAsync(() => source.Batches(columns, NoTypes), work.Examine, cancel)) tally.Add(batch);
        var draft = tally.Finish(Path.GetFileName(path), glance, format, source, columns, hints);
        return system is null || columns is { First: null, RegionCode: null } ? draft : draft with
        {
            Reading = Reading(draft, system, axes),
            IsGuess = choice.System is null && hint is { Code: not (CoordinateHint.Degrees or CoordinateHint.Declared) } || choice.Axes is null && axes is not AxisOrder.EastNorth,
        };
    }

    private static readonly Dictionary<string, AttributeType> NoTypes = [];

    private LayerReading Reading(LayerDraft draft, CoordinateSystem system, AxisOrder axes) => new()
    {
        Sha256 = draft.Sha256,
        Format = draft.Format,
        SubLayer = draft.SubLayer,
        Encoding = draft.Encoding,
        Columns = draft.Placing,
        Types = draft.Columns is null ? NoTypes
            : draft.Attributes.Where(one => one.Type is not (AttributeType.Text or AttributeType.Time)).ToDictionary(one => one.Name, one => one.Type),
        System = system,
        Axes = axes,
        Kind = choice.Kind ?? InspectionTally.Main(draft.Kinds),
        CloseRings = choice.CloseRings,
        RepairPolygons = choice.RepairPolygons,
    };

    /// <summary>What the coordinates may be. What the file names comes first; a name that is not in the catalogue (北京 54, 西安 80)
    /// leaves it to a person, for a guess by numbers would be silently wrong by 100 m.</summary>
    private IReadOnlyList<CoordinateHint> Hints(LayerSource source, CsvColumns? columns)
    {
        var hints = CoordinateHints.Of(Sample(source, columns), Extent());
        if (source.Declared is { } declared)
        {
            var same = hints.FirstOrDefault(hint => hint.System == declared) ?? hints.FirstOrDefault(hint => IsEqual(hint.System, declared));
            var share = same?.ShareInside ?? 0;
            var first = new CoordinateHint(declared, same?.Axes ?? AxisOrder.EastNorth, CoordinateHint.Declared,
                $"文件声明的坐标系 {declared.Code}（{declared.Title}）{(share > 0 ? "" : "；样本不在所给范围内，请核对")}", share);
            return [first, .. hints.Where(hint => hint.System != declared)];
        }
        if (source.DeclaredText is null) return hints;
        var unknown = new CoordinateHint(null, AxisOrder.EastNorth, CoordinateHint.DeclaredUnknown,
            $"文件声明的坐标系“{TextRules.Clean(source.DeclaredText, 80, out _)}”不在目录中，请先转为 CGCS2000，或确认后另选", 0);
        return [unknown, .. hints];
    }

    private static bool IsEqual(CoordinateSystem? one, CoordinateSystem other) => one is { IsDegrees: true } && other.IsDegrees;

    private Envelope? Extent()
    {
        var extent = new Envelope();
        foreach (var root in ground.Atlas.Tree.Roots)
            if (ground.Atlas.Boundary(root.Code) is { } boundary) extent.ExpandToInclude(boundary.Area.EnvelopeInternal);
        return extent.IsNull ? null : extent;
    }

    private static List<(double, double)> Sample(LayerSource source, CsvColumns? columns)
    {
        var (pairs, rows) = (new List<(double, double)>(), 0);
        foreach (var batch in source.Batches(columns, NoTypes))
            foreach (var row in batch.Rows())
            {
                if (rows++ >= SampleRows) return pairs;
                if (row.Fault is not null) continue;
                var step = Math.Max(1, row.Shape.Count / PairsOfRow);
                for (var i = 0; i < row.Shape.Count; i += step) pairs.Add((row.Shape.Firsts[i], row.Shape.Seconds[i]));
            }
        return pairs;
    }
}

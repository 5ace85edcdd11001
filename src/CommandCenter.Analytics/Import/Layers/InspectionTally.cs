using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Layers;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Adds up what an inspection saw, in bounded memory. The kind of the layer is known only at the end: rows of another kind
/// are counted by kind, and the first of each are kept.</summary>
internal sealed class InspectionTally(GeometryKind? chosen)
{
    private readonly AttributeProfile _attributes = new();
    private readonly Dictionary<string, long> _counts = [];
    private readonly Dictionary<GeometryKind, long> _kinds = [];
    private readonly Dictionary<GeometryKind, long> _goodKinds = [];
    private readonly Dictionary<GeometryKind, List<LayerSample>> _previews = [];
    private readonly Dictionary<GeometryKind, Envelope> _extents = [];
    private readonly Dictionary<GeometryKind, List<RowFinding>> _ofKind = [];
    private readonly List<RowFinding> _faults = [];
    private readonly List<RowFinding> _notes = [];
    private long _rows;
    private long _bad;

    public void Add(List<ExaminedRow> rows)
    {
        foreach (var row in rows)
        {
            _rows++;
            _attributes.Add(row.Attributes);
            if (row.Kind is { } kind) _kinds[kind] = _kinds.GetValueOrDefault(kind) + 1;
            if (row.Fault is not null)
            {
                _bad++;
                Find(row, row.Fault, isRefused: true);
                continue;
            }
            foreach (var note in row.Notes) Find(row, note, isRefused: false);
            if (row.Kind is not { } good) continue;
            _goodKinds[good] = _goodKinds.GetValueOrDefault(good) + 1;
            Keep(row, good);
        }
    }

    /// <summary>The kind most rows have; points when there are none.</summary>
    public static GeometryKind Main(IReadOnlyDictionary<GeometryKind, long> kinds) =>
        kinds.Count == 0 ? GeometryKind.Point : kinds.MaxBy(one => (one.Value, -(int)one.Key)).Key;

    public LayerDraft Finish(string file, FileGlance glance, LayerFormat format, LayerSource source, CsvColumns? columns, IReadOnlyList<CoordinateHint> hints)
    {
        var main = chosen ?? Main(_kinds);
        var others = _goodKinds.Where(one => one.Key != main).Sum(one => one.Value);
        if (others > 0) _counts[LayerFault.OtherKind] = others;
        return new()
        {
            File = file,
            Bytes = glance.Bytes,
            Sha256 = glance.Sha256,
            Format = format,
            SubLayers = source.SubLayers,
            SubLayer = source.SubLayer,
            Encoding = source.Encoding,
            Columns = source.Columns,
            Placing = columns,
            Rows = _rows,
            BadRows = _bad + others,
            Findings = [.. _faults.Concat(_ofKind.Where(one => one.Key != main).SelectMany(one => one.Value)
                .Select(one => one with { Reason = $"{one.Reason}，图层是{ShapeBuilder.Name(main)}" })).OrderBy(one => one.Number).Take(LayerDraft.MostFindings).Concat(_notes).OrderBy(one => one.Number)],
            Counts = _counts,
            Kinds = _kinds,
            Attributes = _attributes.Finish(),
            DeclaredSystem = source.DeclaredText,
            Systems = hints,
            Extent = _extents.GetValueOrDefault(main),
            Preview = _previews.GetValueOrDefault(main, []),
        };
    }

    private void Find(ExaminedRow row, LayerFault fault, bool isRefused)
    {
        _counts[fault.Code] = _counts.GetValueOrDefault(fault.Code) + 1;
        var list = isRefused ? _faults : _notes;
        if (list.Count < LayerDraft.MostFindings) list.Add(new(row.Number, row.Place, fault.Code, fault.Reason, isRefused));
    }

    private void Keep(ExaminedRow row, GeometryKind kind)
    {
        if (!_ofKind.TryGetValue(kind, out var list)) (_ofKind[kind], _previews[kind], _extents[kind]) = (list = [], [], new());
        if (list.Count < LayerDraft.MostFindings)
            list.Add(new(row.Number, row.Place, LayerFault.OtherKind, $"几何是{ShapeBuilder.Name(kind)}", IsRefused: true));
        if (row.Geometry is not { } geometry) return;
        _extents[kind].ExpandToInclude(geometry.EnvelopeInternal);
        if (_previews[kind].Count < LayerDraft.MostPreviewed) _previews[kind].Add(new(row.Number, geometry, [.. row.Attributes.Select(one => (one.Name, one.Shown))]));
    }
}

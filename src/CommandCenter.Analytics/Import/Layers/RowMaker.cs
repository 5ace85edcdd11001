using CommandCenter.Analytics.Layers;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Makes the rows of a layer from those of a file. One batch at a time on one thread; several makers share a
/// <see cref="Placement"/>.</summary>
internal sealed class RowMaker(LayerReading reading, LeadFields lead, Placement placement) : IDisposable
{
    private readonly ShapeBuilder _shapes = new(reading.System, reading.Axes, reading.CloseRings, reading.RepairPolygons);
    private readonly PropertiesWriter _properties = new();
    private readonly LeadReader _lead = new(lead);

    public void Dispose() => _properties.Dispose();

    public RowBatch Make(SourceBatch batch)
    {
        var made = new RowBatch([], []);
        foreach (var row in batch.Rows())
        {
            void Note(LayerFault fault) => made.Findings.Add(new(row.Number, row.Place, fault.Code, fault.Reason, IsRefused: false));
            var before = made.Findings.Count;
            if (Row(row, Note, out var fault) is { } taken)
            {
                made.Rows.Add(taken);
                continue;
            }
            // What would have been changed about a row that is refused is of no interest.
            made.Findings.RemoveRange(before, made.Findings.Count - before);
            made.Findings.Add(new(row.Number, row.Place, fault!.Code, fault.Reason, IsRefused: true));
        }
        return made;
    }

    private FeatureRow? Row(SourceRow row, Action<LayerFault> note, out LayerFault? fault)
    {
        if (placement.Locate(row, _shapes, reading.Kind, note, out var region, out fault) is not { } geometry) return null;
        if (_properties.Write(row.Attributes, note, out fault) is not { } properties) return null;
        var (kind, severity, label, at, height) = _lead.Read(row.Attributes, note);
        return new(row.Number, region, geometry, properties, kind, severity, label, at, height);
    }
}

/// <summary>What became of some consecutive rows.</summary>
/// <param name="Rows">Those that are taken.</param>
/// <param name="Findings">In the order of the file.</param>
internal sealed record RowBatch(List<FeatureRow> Rows, List<RowFinding> Findings);

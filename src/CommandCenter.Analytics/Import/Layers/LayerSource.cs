using CommandCenter.Analytics.Spatial.Coordinates;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>An opened file of any format. Its batches may be asked for several times, each time from the beginning.</summary>
internal abstract class LayerSource : IDisposable
{
    /// <summary>Empty where the format has one layer.</summary>
    public virtual IReadOnlyList<string> SubLayers => [];

    /// <summary>The one that is read.</summary>
    public virtual string? SubLayer => null;

    /// <summary>Null where the format leaves no choice.</summary>
    public virtual string? Encoding => null;

    /// <summary>Columns of a table, where the file is one.</summary>
    public virtual IReadOnlyList<string>? Columns => null;

    /// <summary>What the file itself says about its coordinates, as it says it; null when it says nothing.</summary>
    public virtual string? DeclaredText => null;

    /// <summary>The system of the catalogue that the file names; null when it names none, or one that is not in the catalogue.</summary>
    public virtual CoordinateSystem? Declared => null;

    public abstract IEnumerable<SourceBatch> Batches(CsvColumns? columns, IReadOnlyDictionary<string, AttributeType> types);

    public virtual void Dispose() { }
}

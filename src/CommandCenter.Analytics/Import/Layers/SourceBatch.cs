namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Some consecutive rows, cut out of a file but not yet decoded: that is done on another thread.</summary>
internal abstract class SourceBatch
{
    /// <summary>The rows, each the same object anew. May be called once.</summary>
    public abstract IEnumerable<SourceRow> Rows();
}

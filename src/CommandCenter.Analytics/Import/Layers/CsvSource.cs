namespace CommandCenter.Analytics.Import.Layers;

/// <summary>A table as a layer.</summary>
internal sealed class CsvSource : LayerSource
{
    private readonly string _path;

    public CsvSource(string path, string encoding)
    {
        (_path, Encoding) = (path, encoding);
        using var table = new CsvCells(path, encoding);
        Columns = table.Names;
    }

    public override string Encoding { get; }

    public override IReadOnlyList<string> Columns { get; }

    public override IEnumerable<SourceBatch> Batches(CsvColumns? columns, IReadOnlyDictionary<string, AttributeType> types)
    {
        using var table = new CsvCells(_path, Encoding);
        foreach (var batch in table.Batches(columns ?? new(), types)) yield return batch;
    }
}

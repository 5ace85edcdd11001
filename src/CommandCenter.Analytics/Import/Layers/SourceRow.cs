namespace CommandCenter.Analytics.Import.Layers;

/// <summary>One row as it stands in a file, before anything is checked. Reused from row to row: valid until the next one.</summary>
internal sealed class SourceRow
{
    /// <summary>Attributes a row may have.</summary>
    public const int MostAttributes = 500;

    /// <summary>From 1 in the order of the file.</summary>
    public long Number { get; set; }

    /// <summary>Line of the file where there are lines; 0 elsewhere.</summary>
    public long Line { get; set; }

    public RawShape Shape { get; } = new();

    /// <summary>The row has no coordinates, but says in which region it is.</summary>
    public string? RegionCode { get; set; }

    public List<AttributeValue> Attributes { get; } = [];

    /// <summary>Why the row cannot be taken; null when nothing is wrong so far.</summary>
    public LayerFault? Fault { get; set; }

    public string Place => Line > 0 ? $"第 {Line} 行" : $"第 {Number} 个要素";

    public void Begin(long number, long line = 0)
    {
        (Number, Line, RegionCode, Fault) = (number, line, null, null);
        Shape.Clear();
        Attributes.Clear();
    }
}

/// <summary>Some consecutive rows, cut out of a file but not yet decoded: that is done on another thread.</summary>
internal abstract class SourceBatch
{
    /// <summary>The rows, each the same object anew. May be called once.</summary>
    public abstract IEnumerable<SourceRow> Rows();
}

internal enum ValueKind
{
    Nothing,
    Text,

    /// <summary>A JSON number, kept as it is written so that no digit is lost.</summary>
    Number,
    True,
    False,
}

/// <summary>One attribute of one row. <paramref name="Text"/> is the text, or the number as written.</summary>
internal readonly record struct AttributeValue(string Name, ValueKind Kind, string Text = "")
{
    /// <summary>As text; empty for nothing.</summary>
    public string Shown => Kind switch { ValueKind.True => "true", ValueKind.False => "false", _ => Text };
}

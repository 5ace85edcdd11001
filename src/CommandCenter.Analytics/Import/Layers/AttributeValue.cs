namespace CommandCenter.Analytics.Import.Layers;

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
internal readonly record struct AttributeValue(string Name, ValueKind Kind, string Text = "");

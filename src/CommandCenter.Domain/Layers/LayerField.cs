namespace CommandCenter.Domain.Layers;

/// <summary>What the values of an attribute are.</summary>
public enum FieldType
{
    Text = 1,
    Whole,
    Number,
    Instant,
    Flag,
}

/// <summary>An attribute of a layer's objects, as the attribute dictionary tells it.</summary>
/// <param name="Name">As in the file, and in filters.</param>
/// <param name="Title">As people read it.</param>
/// <param name="Unit">Of a number; empty without one.</param>
/// <param name="IsPersonal">A phone or identity number: shown masked.</param>
public sealed record LayerField(string Name, string Title, FieldType Type, string Unit = "", bool IsPersonal = false);

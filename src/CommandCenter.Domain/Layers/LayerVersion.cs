namespace CommandCenter.Domain.Layers;

/// <summary>One import of a layer. Its objects never change; the next import is another version, and the earlier one is read
/// until the layer points to the new one.</summary>
/// <param name="Layer">Id of the layer: 2 to 48 of <c>a-z 0-9 -</c>, a letter first.</param>
/// <param name="Number">Counts up from 1.</param>
public readonly record struct LayerVersion(string Layer, int Number)
{
    public override string ToString() => $"{Layer}@{Number}";
}

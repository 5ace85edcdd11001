namespace CommandCenter.Analytics.Import.Layers;

/// <summary>What an attribute looks like in a file.</summary>
/// <param name="Name">As the file has it.</param>
/// <param name="Type">What all its values are, empty ones left out.</param>
/// <param name="Empty">Rows without a value.</param>
/// <param name="Distinct">How many different values it has, counted up to <see cref="MostDistinct"/>.</param>
/// <param name="Samples">The first few of them.</param>
public sealed record AttributeDraft(string Name, AttributeType Type, long Empty, int Distinct, IReadOnlyList<string> Samples)
{
    /// <summary>Where counting of different values ends: the number then means “this many or more”.</summary>
    public const int MostDistinct = 1000;
}

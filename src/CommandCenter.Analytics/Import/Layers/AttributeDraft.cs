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

/// <summary>What the values of an attribute are, as far as all of them agree.</summary>
public enum AttributeType
{
    Text = 1,

    /// <summary>ASCII digits with at most a sign, no leading zero, at most 15 digits: codes such as 0750 stay text.</summary>
    WholeNumber,

    /// <summary>Finite, decimal point, ASCII.</summary>
    Number,

    /// <summary>A date or an instant as <see cref="Domain.Layers.LeadFields"/> says; kept as it is written.</summary>
    Time,

    /// <summary>true or false.</summary>
    TrueFalse,
}

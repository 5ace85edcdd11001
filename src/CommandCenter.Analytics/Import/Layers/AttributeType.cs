namespace CommandCenter.Analytics.Import.Layers;

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

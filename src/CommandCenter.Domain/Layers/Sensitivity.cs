namespace CommandCenter.Domain.Layers;

/// <summary>Who may be shown a layer, ordered. Whatever it is, nobody sees objects outside the own region scope.</summary>
public enum Sensitivity
{
    /// <summary>公开: everybody who may see the map.</summary>
    Public = 1,

    /// <summary>内部: the roles that the layer names.</summary>
    Internal,

    /// <summary>敏感: the roles that the layer names; looking at an object and exporting are recorded one by one.</summary>
    Sensitive,
}

namespace CommandCenter.Domain.Layers;

/// <summary>How a layer is drawn; colours are those of the design's data palette, by number, so that both themes hold.</summary>
/// <param name="Colour">1 … 6 of the categorical palette, for objects whose class has none of its own.</param>
/// <param name="Icon">Name of a symbol of the product's icon set; empty draws a dot.</param>
/// <param name="Classes">Colour and symbol of classes, in the order of the legend.</param>
/// <param name="FromZoom">0 … 22: farther out the layer is not drawn.</param>
/// <param name="Extrudes">Polygons with a height are raised to it (2.5D).</param>
public sealed record LayerStyle(int Colour = 1, string Icon = "", IReadOnlyList<ClassStyle>? Classes = null, int FromZoom = 0, bool Extrudes = false)
{
    public const int Colours = 6;

    public static LayerStyle Plain { get; } = new();
}

/// <summary>One line of the legend.</summary>
/// <param name="Class">Value of the class attribute.</param>
public sealed record ClassStyle(string Class, int Colour, string Icon = "");

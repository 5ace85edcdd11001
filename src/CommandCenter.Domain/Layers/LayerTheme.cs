namespace CommandCenter.Domain.Layers;

/// <summary>A branch of the layer tree. The nine pictures of 番禺 (党建 人 屋 车 场 网 企 事 安全管控) come first, then the product's own.</summary>
/// <param name="Code">Stable, in addresses and files.</param>
/// <param name="Title">As it is read.</param>
public sealed record LayerTheme(string Code, string Title)
{
    public static IReadOnlyList<LayerTheme> All { get; } =
    [
        new("party", "党建"),
        new("people", "人"),
        new("housing", "屋"),
        new("vehicles", "车"),
        new("places", "场"),
        new("networks", "网"),
        new("enterprises", "企"),
        new("events", "事"),
        new("safety", "安全管控"),
        new("emergency", "应急"),
        new("sensing", "感知"),
        new("investment", "招商"),
        new("base", "底图"),
    ];

    /// <summary>Null for a code that is no theme.</summary>
    public static LayerTheme? Find(string code) => All.FirstOrDefault(theme => theme.Code == code);
}

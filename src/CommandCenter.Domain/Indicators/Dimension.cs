namespace CommandCenter.Domain.Indicators;

/// <summary>五位一体: the five dimensions of a region's profile, in this order.</summary>
public enum Dimension
{
    Economy = 1,
    Politics,
    Culture,
    Society,
    Ecology,
}

/// <summary>The dimensions in order, and what screens call them.</summary>
public static class DimensionNames
{
    public static IReadOnlyList<Dimension> All { get; } = Enum.GetValues<Dimension>();

    /// <summary>经济建设, 政治建设, 文化建设, 社会建设, 生态文明建设.</summary>
    public static string Name(this Dimension dimension) => dimension switch
    {
        Dimension.Economy => "经济建设",
        Dimension.Politics => "政治建设",
        Dimension.Culture => "文化建设",
        Dimension.Society => "社会建设",
        _ => "生态文明建设",
    };

    /// <summary>The dimension whose name, with or without 建设, this is; null for any other text.</summary>
    public static Dimension? Find(string name) =>
        All.Where(dimension => dimension.Name() == name || dimension.Name() == name + "建设").Select(dimension => (Dimension?)dimension).FirstOrDefault();
}

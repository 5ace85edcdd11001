namespace CommandCenter.Web.Shared;

/// <summary>The Lucide icon of a kind of hazard; a plain triangle for a kind without one.</summary>
public static class HazardIcon
{
    public static string Of(string hazard) => hazard switch
    {
        "台风" => "tornado",
        "暴雨" => "cloud-rain",
        "雷电" or "雷雨大风" => "cloud-lightning",
        "寒潮" or "寒冷" => "snowflake",
        "高温" => "thermometer-sun",
        "大雾" or "灰霾" => "cloud-fog",
        "大风" => "wind",
        "冰雹" => "cloud-hail",
        "森林火险" => "flame",
        "水位" or "洪水" => "waves",
        _ => "triangle-alert",
    };
}

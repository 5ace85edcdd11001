namespace CommandCenter.Demo.Layers;

/// <summary>A layer of the demo city, as anybody makes one: what the catalogue is told, and the objects as lines of GeoJSON.</summary>
/// <param name="Wish">Body of <c>POST /api/v1/layers</c>.</param>
/// <param name="Features">Made while they are sent, the same at every start.</param>
internal sealed record DemoLayer(string Id, object Wish, Func<IEnumerable<string>> Features)
{
    /// <param name="kind"><c>point</c>, <c>line</c>, <c>polygon</c>.</param>
    public static DemoLayer Of(
        string id, string title, string theme, string group, string department, string kind, object[] fields, object lead, object style, Func<IEnumerable<string>> features) =>
        new(id, new
        {
            id, title, theme, group, department, kind, fields, lead, style, illustrative = true, licence = "示意数据",
            description = "由固定随机数生成的示意数据，真实城市以本部门数据导入替换。",
        }, features);
}

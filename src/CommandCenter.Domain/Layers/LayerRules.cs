using System.Text.RegularExpressions;
using CommandCenter.Domain.Access;

namespace CommandCenter.Domain.Layers;

/// <summary>What a layer of the catalogue has to be.</summary>
public static partial class LayerRules
{
    /// <summary>Characters of a title, department, group, licence.</summary>
    public const int MostCharacters = 80;

    /// <summary>Attributes of a layer.</summary>
    public const int MostFields = 200;

    private static readonly string[] Viewers = [Roles.Leader, Roles.Staff, Roles.Dispatcher, Roles.TownCadre];
    private static readonly string[] Taken = ["cities", "counties", "towns", "baseline", "devices"];

    /// <summary>Why the layer cannot be: a stable code and a Chinese sentence; null when it can.</summary>
    public static (string Code, string Detail)? Fault(Layer layer) =>
        !IdForm().IsMatch(layer.Id) || Taken.Contains(layer.Id) ? ("invalid_layer_id", "图层标识应为 2 至 48 个小写字母、数字或连字符，以字母开头，且不与底图重名。")
        : layer.Title.Trim().Length is 0 or > MostCharacters ? ("invalid_title", $"图层名称应为 1 至 {MostCharacters} 个字。")
        : LayerTheme.Find(layer.Theme) is null ? ("invalid_theme", "没有这个主题。")
        : layer.Department.Trim().Length is 0 or > MostCharacters ? ("invalid_department", $"来源部门应为 1 至 {MostCharacters} 个字。")
        : layer.Group.Length > MostCharacters || layer.Licence.Length > MostCharacters ? ("invalid_text", $"分组与许可各不超过 {MostCharacters} 个字。")
        : layer.Description.Length > 1_000 ? ("invalid_description", "说明不超过 1,000 个字。")
        : !Enum.IsDefined(layer.Kind) ? ("invalid_kind", "几何类型应为点、线或面。")
        : !Enum.IsDefined(layer.Sensitivity) ? ("invalid_sensitivity", "敏感级别应为公开、内部或敏感。")
        : layer.Roles.Any(role => !Viewers.Contains(role)) ? ("invalid_role", "只能选择领导、专班、值班或镇街角色。")
        : layer.Sensitivity is not Sensitivity.Public && layer.Roles.Count == 0 ? ("roles_required", "内部与敏感图层应写明哪些角色可见。")
        : !layer.Region.IsRegion ? ("invalid_region", "应写明图层所属的区划。")
        : layer.Fields.Count > MostFields ? ("too_many_fields", $"属性不超过 {MostFields} 个。")
        : layer.Fields.Select(field => field.Name).Distinct(StringComparer.Ordinal).Count() < layer.Fields.Count ? ("invalid_fields", "属性名不能重复。")
        : layer.Fields.Any(field => field.IsPersonal && layer.Lead.Names(field.Name)) ? ("personal_lead", "个人信息不能作为图上的类别、标注、时间或高度。")
        : layer.Style.Colour is < 1 or > LayerStyle.Colours || layer.Style.FromZoom is < 0 or > 22 ? ("invalid_style", "颜色应为 1 至 6，起始级别应为 0 至 22。")
        : layer.Style.Classes?.Any(one => one.Colour is < 1 or > LayerStyle.Colours) is true ? ("invalid_style", "颜色应为 1 至 6。")
        : null;

    [GeneratedRegex(@"^[a-z][a-z0-9-]{1,47}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdForm();
}

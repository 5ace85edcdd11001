using CommandCenter.Analytics.Layers;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Web.Features.Layers;

/// <summary>A layer as the HTTP interface gives it. Words are lower case: <c>point</c>, <c>internal</c>.</summary>
/// <param name="Row">To be sent back with a change.</param>
/// <param name="Crs">Of origin, of the import that is shown.</param>
/// <param name="Accuracy">Metres that its coordinates may be off; null when nobody said.</param>
/// <param name="Rows">Objects that the caller sees; null while ClickHouse does not answer.</param>
/// <param name="Bounds">West, south, east, north in degrees (CGCS2000) of the objects that the caller sees; null without any.</param>
/// <param name="Time">The first and the last instant of the objects that the caller sees; null when none has one.</param>
/// <param name="Tiles">Where its tiles are; null before the first import.</param>
internal sealed record LayerView(
    string Id, string Title, string Theme, string ThemeTitle, string Group, int Ordinal, string Department, string Licence, string Description, string Kind,
    string Sensitivity, IReadOnlyList<string> Roles, string Region, IReadOnlyList<FieldView> Fields, LeadFields Lead, LayerStyle Style, bool Illustrative,
    int Row, int Version, long? Rows, string? Crs, double? Accuracy, DateTimeOffset UpdatedAt, double[]? Bounds, DateTimeOffset[]? Time, string? Tiles)
{
    public static LayerView Of(SeenLayer one)
    {
        var (shelved, seen) = one;
        var (layer, shown) = (shelved.Layer, shelved.Shown);
        return new(
            layer.Id, layer.Title, layer.Theme, LayerTheme.Find(layer.Theme)?.Title ?? layer.Theme, layer.Group, layer.Ordinal, layer.Department, layer.Licence,
            layer.Description, Word(layer.Kind), Word(layer.Sensitivity), layer.Roles, layer.Region.ToString(), [.. layer.Fields.Select(FieldView.Of)], layer.Lead,
            layer.Style, layer.IsIllustrative, shelved.Row, shown?.Number ?? 0, seen?.Count, shown?.Crs, shown?.Accuracy, shown?.ImportedAt ?? shelved.ChangedAt,
            BoundsOf(seen), seen?.Time is var (first, last) ? [first, last] : null,
            shown is null ? null : $"/tiles/{layer.Id}/{{z}}/{{x}}/{{y}}.mvt?v={MemoryTiles.Format}.{shown.Number}");
    }

    internal static double[]? BoundsOf(LayerSummary? seen) =>
        seen?.Extent is { } extent ? [.. new[] { extent.MinX, extent.MinY, extent.MaxX, extent.MaxY }.Select(degrees => Math.Round(degrees, 7))] : null;

    internal static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}

/// <summary>A line of the attribute dictionary.</summary>
internal sealed record FieldView(string Name, string Title, string Type, string Unit, bool Personal)
{
    public static FieldView Of(LayerField field) => new(field.Name, field.Title, LayerView.Word(field.Type), field.Unit, field.IsPersonal);
}

/// <summary>A layer as somebody wants it; what is null stays as it is, or as a new layer has it.</summary>
/// <param name="Row">Of the entry that the change was made on.</param>
internal sealed record LayerWish(
    string? Id = null, string? Title = null, string? Theme = null, string? Group = null, int? Ordinal = null, string? Department = null, string? Licence = null,
    string? Description = null, string? Kind = null, string? Sensitivity = null, IReadOnlyList<string>? Roles = null, string? Region = null,
    IReadOnlyList<FieldWish>? Fields = null, LeadFields? Lead = null, LayerStyle? Style = null, bool? Illustrative = null, int? Row = null)
{
    /// <summary>The layer that the wish makes of another; a word that is none becomes a value that the rules refuse.</summary>
    public Layer Over(Layer before) => before with
    {
        Title = Title ?? before.Title,
        Theme = Theme ?? before.Theme,
        Group = Group ?? before.Group,
        Ordinal = Ordinal ?? before.Ordinal,
        Department = Department ?? before.Department,
        Licence = Licence ?? before.Licence,
        Description = Description ?? before.Description,
        Sensitivity = Sensitivity is null ? before.Sensitivity : Read<Sensitivity>(Sensitivity),
        Roles = Roles ?? before.Roles,
        Region = Region is null ? before.Region : RegionCode.TryParse(Region, null, out var region) ? region : default,
        Fields = Fields?.Select(field => field.ToField()).ToArray() ?? before.Fields,
        Lead = Lead ?? before.Lead,
        Style = Style ?? before.Style,
        IsIllustrative = Illustrative ?? before.IsIllustrative,
    };

    /// <summary>The new layer that the wish describes.</summary>
    public Layer Fresh(RegionCode region) => Over(new(
        Id ?? "", "", "", "", 0, "", "", "", Kind is null ? GeometryKind.Point : Read<GeometryKind>(Kind), Domain.Layers.Sensitivity.Public, [], region, [], new(),
        LayerStyle.Plain, IsIllustrative: false));

    internal static T Read<T>(string word) where T : struct, Enum =>
        word.Length > 0 && char.IsAsciiLetter(word[0]) && Enum.TryParse<T>(word, ignoreCase: true, out var value) ? value : default;
}

/// <summary>A line of the attribute dictionary as somebody wants it.</summary>
internal sealed record FieldWish(string? Name, string? Title, string? Type, string? Unit = null, bool Personal = false)
{
    public LayerField ToField() => new(Name ?? "", Title ?? Name ?? "", Type is null ? FieldType.Text : LayerWish.Read<FieldType>(Type), Unit ?? "", Personal);
}

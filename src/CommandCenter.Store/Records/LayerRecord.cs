using System.Text.Json;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Store.Records;

/// <summary>A layer of the catalogue; the members are those of <see cref="Layer"/>, what is a list or a record of its own as JSON.</summary>
public sealed class LayerRecord
{
    public required string Id { get; init; }

    public required string Title { get; set; }

    public required string Theme { get; set; }

    public required string GroupName { get; set; }

    public required int Ordinal { get; set; }

    public required string Department { get; set; }

    public required string Licence { get; set; }

    public required string Description { get; set; }

    public required GeometryKind Kind { get; init; }

    public required Sensitivity Sensitivity { get; set; }

    /// <summary>leader,staff</summary>
    public required string Roles { get; set; }

    public required RegionCode Region { get; set; }

    public required string Fields { get; set; }

    public required string Lead { get; set; }

    public required string Style { get; set; }

    public required bool IsIllustrative { get; set; }

    /// <summary>The version that is shown; 0 before the first import.</summary>
    public int CurrentVersion { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>Grows with every change; who changes an older one is told.</summary>
    public int RowVersion { get; set; }

    public static LayerRecord From(Layer layer, DateTimeOffset at)
    {
        var record = new LayerRecord
        {
            Id = layer.Id, Kind = layer.Kind, Title = "", Theme = "", GroupName = "", Ordinal = 0, Department = "", Licence = "", Description = "",
            Sensitivity = Sensitivity.Public, Roles = "", Region = default, Fields = "", Lead = "", Style = "", IsIllustrative = false, ChangedAt = at,
        };
        record.Take(layer, at);
        return record;
    }

    /// <summary>Takes over everything but the id and the kind.</summary>
    public void Take(Layer layer, DateTimeOffset at)
    {
        (Title, Theme, GroupName, Ordinal) = (layer.Title.Trim(), layer.Theme, layer.Group.Trim(), layer.Ordinal);
        (Department, Licence, Description) = (layer.Department.Trim(), layer.Licence.Trim(), layer.Description.Trim());
        (Sensitivity, Roles, Region) = (layer.Sensitivity, string.Join(',', layer.Roles), layer.Region);
        (Fields, Lead, Style) = (JsonSerializer.Serialize(layer.Fields, RecordJson.Options), JsonSerializer.Serialize(layer.Lead, RecordJson.Options), JsonSerializer.Serialize(layer.Style, RecordJson.Options));
        (IsIllustrative, ChangedAt) = (layer.IsIllustrative, at);
        RowVersion++;
    }

    public Layer ToLayer() => new(
        Id, Title, Theme, GroupName, Ordinal, Department, Licence, Description, Kind, Sensitivity,
        Roles.Split(',', StringSplitOptions.RemoveEmptyEntries), Region,
        JsonSerializer.Deserialize<LayerField[]>(Fields, RecordJson.Options) ?? [],
        JsonSerializer.Deserialize<LeadFields>(Lead, RecordJson.Options) ?? new(),
        JsonSerializer.Deserialize<LayerStyle>(Style, RecordJson.Options) ?? LayerStyle.Plain,
        IsIllustrative);
}

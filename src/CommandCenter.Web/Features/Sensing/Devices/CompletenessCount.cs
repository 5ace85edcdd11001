using CommandCenter.Domain.Sensing;

namespace CommandCenter.Web.Features.Sensing.Devices;

/// <summary>Counts the missing fields of devices of one kind, and those that sent doubtful readings.</summary>
internal sealed class CompletenessCount
{
    private readonly Dictionary<string, int> _missing = [];

    public int Total { get; private set; }

    public int Complete { get; private set; }

    public int Doubtful { get; private set; }

    public void Add(IReadOnlyList<DeviceField> missing, bool isDoubtful)
    {
        Total++;
        if (isDoubtful) Doubtful++;
        if (missing.Count == 0) Complete++;
        foreach (var field in missing) _missing[field.Key] = _missing.GetValueOrDefault(field.Key) + 1;
    }

    public CompletenessRow Row(string type, string department) => new(type, department, Total, Complete, Doubtful,
        [.. DeviceField.All.Where(field => _missing.ContainsKey(field.Key)).Select(field => new MissingField(field.Key, field.Name, _missing[field.Key]))]);
}

using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Ingest;

/// <summary>The devices, their types and the metrics the product knows, in memory. Readers see one whole snapshot; a change replaces it.</summary>
public sealed class DeviceRegister
{
    private readonly Lock _change = new();
    private volatile Dictionary<string, Device> _devices = new(Utf8Key.Comparer);
    private volatile Dictionary<string, Metric> _metrics = new(Utf8Key.Comparer);
    private volatile IReadOnlyList<DeviceType> _types = [];
    private volatile Dictionary<string, DeviceType> _typesByName = [];

    /// <summary>Raised after devices were added or changed, with those devices. Cheap handlers only.</summary>
    public event Action<IReadOnlyList<Device>>? Registered;

    public IReadOnlyCollection<Device> Devices => _devices.Values;

    public IReadOnlyCollection<Metric> Metrics => _metrics.Values;

    /// <summary>The catalogue of types, in its order.</summary>
    public IReadOnlyList<DeviceType> Types => _types;

    /// <summary>The type of this name; <see cref="DeviceType.Unlisted"/> when it is not in the catalogue.</summary>
    public DeviceType TypeOf(string name) => _typesByName.GetValueOrDefault(name, DeviceType.Unlisted);

    public Device? Find(string id) => _devices.GetValueOrDefault(id);

    public Metric? Metric(string key) => _metrics.GetValueOrDefault(key);

    /// <summary>The device with this id in UTF-8; no string is made.</summary>
    public Device? Find(ReadOnlySpan<byte> id) =>
        _devices.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(id, out var device) ? device : null;

    /// <summary>The metric with this key in UTF-8; no string is made.</summary>
    public Metric? Metric(ReadOnlySpan<byte> key) =>
        _metrics.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out var metric) ? metric : null;

    /// <summary>Adds devices, or replaces those with the same id.</summary>
    public void Register(IReadOnlyList<Device> devices)
    {
        if (devices.Count == 0) return;
        lock (_change)
        {
            var next = new Dictionary<string, Device>(_devices, Utf8Key.Comparer);
            foreach (var device in devices) next[device.Id] = device;
            _devices = next;
            // Told in the order in which they happened.
            Registered?.Invoke(devices);
        }
    }

    /// <summary>Replaces the whole catalogue of metrics.</summary>
    public void UseMetrics(IEnumerable<Metric> metrics) =>
        _metrics = metrics.ToDictionary(metric => metric.Key, Utf8Key.Comparer);

    /// <summary>Replaces the whole catalogue of types.</summary>
    public void UseTypes(IReadOnlyList<DeviceType> types)
    {
        _typesByName = types.ToDictionary(type => type.Name);
        _types = types;
    }
}

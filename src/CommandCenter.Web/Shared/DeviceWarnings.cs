using CommandCenter.Domain.Status;

namespace CommandCenter.Web.Shared;

/// <summary>The worst open alarm of each device: told by whoever keeps alarms, read by whoever draws devices. Readers see one whole snapshot.</summary>
public sealed class DeviceWarnings
{
    private volatile Dictionary<string, WarningColor> _colors = []; // never changed, only replaced
    private long _version;

    /// <summary>Grows with every change.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Raised after every change, on the thread of whoever told it; handlers must be cheap.</summary>
    public event Action? Changed;

    /// <summary><see cref="WarningColor.None"/> for a device without one.</summary>
    public WarningColor Of(string device) => _colors.GetValueOrDefault(device);

    /// <summary>Puts all of them in place of those before.</summary>
    public void Use(IEnumerable<(string Device, WarningColor Color)> alarms)
    {
        var worst = new Dictionary<string, WarningColor>();
        foreach (var (device, color) in alarms)
            if (color > worst.GetValueOrDefault(device))
                worst[device] = color;
        _colors = worst;
        Interlocked.Increment(ref _version);
        Changed?.Invoke();
    }
}

using System.ComponentModel.DataAnnotations;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Web.Features.Sensing;

/// <summary>The bounds of what is kept of devices and readings that were not taken.</summary>
public sealed record SensingOptions
{
    /// <summary>Devices that nobody registered; further ones are not listed until some were adopted or have been silent for long.</summary>
    public int UnknownDevices { get; init; } = 10_000;

    /// <summary>How long a device that nobody registered stays on the list after it was last heard.</summary>
    public TimeSpan UnknownFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How often what is known of them is written to the store.</summary>
    public TimeSpan UnknownEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Readings put aside; beyond it those that were replayed or discarded go, oldest first, then new ones are only refused.</summary>
    public int DeadLetters { get; init; } = 100_000;

    /// <summary>How often a node brings what ClickHouse refused into the store.</summary>
    public TimeSpan DeadLettersEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many years the hours of single devices are kept (configuration: <c>Sensing:DeviceHourYears</c>, 1 to 50); their days and the
    /// hours of regions are kept for ever.</summary>
    [Range(1, 50)]
    public int DeviceHourYears { get; init; } = 5;

    /// <summary>From when on hours of devices are kept, a midnight in Beijing. UTC.</summary>
    public DateTimeOffset HoursFrom(DateTimeOffset now) => SeriesStep.Day.Floor(now.AddYears(-DeviceHourYears));

    /// <summary>How far back a history may reach; never beyond what the device's type keeps.</summary>
    public TimeSpan HistoryReach { get; init; } = TimeSpan.FromDays(5 * 365);
}

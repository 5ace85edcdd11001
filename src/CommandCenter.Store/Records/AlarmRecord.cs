using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Status;

namespace CommandCenter.Store.Records;

/// <summary>One alarm, from the moment it was raised until it is closed. Of one device and rule at most one is open. What it says of
/// rule and device is as it was then.</summary>
public sealed class AlarmRecord
{
    /// <summary>A <see cref="Ulid"/>.</summary>
    public required string Id { get; init; }

    public required string Rule { get; init; }
    public required string RuleName { get; init; }
    public required string Device { get; init; }
    public required string DeviceName { get; init; }
    public required string Type { get; init; }
    public required string Department { get; init; }
    public required RegionCode Region { get; init; }

    /// <summary>Degrees, CGCS2000.</summary>
    public required double Lon { get; init; }

    /// <summary>Degrees, CGCS2000.</summary>
    public required double Lat { get; init; }

    public required bool IsIllustrative { get; init; }

    /// <summary>The metric that decided last; null where none did.</summary>
    public string? Metric { get; set; }

    /// <summary>Its value then, in its unit.</summary>
    public double? Value { get; set; }

    /// <summary>Its colour now; none when its condition holds no more.</summary>
    public required WarningColor Color { get; set; }

    /// <summary>The worst colour it ever had.</summary>
    public required WarningColor Worst { get; set; }

    /// <summary>By the device's clock, like the next two.</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>Since when its condition holds no more; null while it does.</summary>
    public DateTimeOffset? OverAt { get; set; }

    /// <summary>How often it was raised before it was closed.</summary>
    public int Times { get; set; } = 1;

    /// <summary>When it is escalated unless somebody acknowledges it; null: never, or no more.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public int Escalations { get; set; }

    public DateTimeOffset? AcknowledgedAt { get; set; }

    /// <summary>A person's name.</summary>
    public string? AcknowledgedBy { get; set; }

    /// <summary>Account of who has to see to it.</summary>
    public string? Assignee { get; set; }

    public string? AssigneeName { get; set; }

    /// <summary>Until then it is out of the way.</summary>
    public DateTimeOffset? ShelvedUntil { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>A person's name; null when the product closed it.</summary>
    public string? ClosedBy { get; set; }

    public AlarmCause? Cause { get; set; }

    public int RowVersion { get; set; } = 1;

    public bool IsOpen => ClosedAt is null;
}

using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Status;

namespace CommandCenter.Store.Records;

/// <summary>One step of an alarm. Steps are only added.</summary>
public sealed class AlarmStepRecord
{
    /// <summary>A <see cref="Ulid"/>: in the order in which the steps were written.</summary>
    public required string Id { get; init; }

    public required string Alarm { get; init; }
    public required DateTimeOffset At { get; init; }
    public required AlarmStepKind Kind { get; init; }

    /// <summary>Account; null when the product did it.</summary>
    public string? Actor { get; init; }

    public string? ActorName { get; init; }
    public WarningColor? Color { get; init; }
    public double? Value { get; init; }

    /// <summary>Reason, cause or note.</summary>
    public required string Text { get; init; }
}

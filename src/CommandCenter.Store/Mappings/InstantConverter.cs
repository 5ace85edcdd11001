using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CommandCenter.Store.Mappings;

/// <summary>Instants are kept in UTC and in whole microseconds, the one form that every provider can hold, compare and order.</summary>
internal sealed class InstantConverter() : ValueConverter<DateTimeOffset, DateTime>(
    instant => new DateTime(instant.UtcTicks - instant.UtcTicks % TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc),
    stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));

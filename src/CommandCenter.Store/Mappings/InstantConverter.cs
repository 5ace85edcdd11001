using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CommandCenter.Store.Mappings;

/// <summary>Instants are kept in UTC, in the one form that every provider can compare and order.</summary>
internal sealed class InstantConverter() : ValueConverter<DateTimeOffset, DateTime>(
    instant => instant.UtcDateTime,
    stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));

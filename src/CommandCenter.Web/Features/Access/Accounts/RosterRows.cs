using System.Text.Json;
using System.Text.Json.Serialization;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Web.Features.Access.Accounts;

/// <summary>An account as administrators see it.</summary>
/// <param name="Role">Null until rights are granted.</param>
/// <param name="Phone">Masked, 138****1234; the whole number is shown by <see cref="AccountRoster.RevealPhoneAsync"/> alone. Null when none is known.</param>
public sealed record AccountRow(
    string Id, string User, string Name, string? Role, [property: JsonConverter(typeof(RegionCodeText))] RegionCode Scope, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt, DateTimeOffset? ExpiresAt,
    DateTimeOffset? LockedUntil, bool IsDisplay, bool HasSecondFactor, bool MustChangePassword, int OpenSessions, DateTimeOffset? LastSignIn, string? Phone);

/// <summary>A page of the list.</summary>
public sealed record AccountSheet(IReadOnlyList<AccountRow> Accounts, int Total);

/// <summary>What to look for.</summary>
/// <param name="Text">Part of the account's or the person's name.</param>
/// <param name="State"><c>open disabled locked expired pending display</c>; null for all.</param>
public sealed record AccountSearch(string? Text = null, string? State = null, int Skip = 0, int Take = 50);

/// <summary>An account wanted, as a form, a request or a line of a file says it.</summary>
/// <param name="Expires">The last day, <c>2027-12-31</c>, in Beijing.</param>
public sealed record AccountDraft(string? User, string? Name, string? Role = null, string? Scope = null, string? Expires = null, bool Display = false, string? Phone = null);

/// <summary>Changes of an account; what is null stays. An empty <see cref="Expires"/> takes the last day off, an empty <see cref="Phone"/> the number.</summary>
public sealed record AccountPatch(string? Name = null, string? Role = null, string? Scope = null, string? Expires = null, bool? Display = null, string? Phone = null);

/// <summary>The whole number, for whoever said why.</summary>
public sealed record PhoneShown(string Phone);

/// <param name="Password">Shown this once; null when the same request was carried out before.</param>
public sealed record AccountMade(string Id, string User, string? Password);

/// <summary>A region code as its twelve digits.</summary>
public sealed class RegionCodeText : JsonConverter<RegionCode>
{
    public override RegionCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RegionCode.TryParse(reader.GetString(), null, out var code) ? code : throw new JsonException("A region code has twelve digits.");

    public override void Write(Utf8JsonWriter writer, RegionCode value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

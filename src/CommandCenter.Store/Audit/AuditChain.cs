using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CommandCenter.Store.Records;

namespace CommandCenter.Store.Audit;

/// <summary>How entries hold on to each other.</summary>
public static class AuditChain
{
    /// <summary>What the first entry has in place of the hash of one before it.</summary>
    public const string Beginning = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>HMAC-SHA-256 over the entry's canonical form, 64 lower-case hex digits.</summary>
    public static string Hash(AuditEntry entry, byte[] key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(Canonical(entry))));

    /// <summary>Every field but the hash, each as <c>length:text,</c> with its length in UTF-8 bytes, so that no two entries
    /// have the same form. The first field is the version of the form.</summary>
    public static string Canonical(AuditEntry entry)
    {
        string[] fields =
        [
            "1",
            entry.Sequence.ToString(CultureInfo.InvariantCulture),
            entry.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            entry.ActorId, entry.ActorName, entry.ActorRole, entry.Address,
            entry.Action, entry.Target, entry.Region?.ToString() ?? "", entry.Outcome.ToString(), entry.Detail,
            entry.KeyId, entry.Previous,
        ];
        return string.Concat(fields.Select(field => string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(field)}:{field},")));
    }
}

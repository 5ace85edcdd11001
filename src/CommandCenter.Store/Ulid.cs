using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CommandCenter.Store;

/// <summary>Ids made where the record is made: 48 bits of time in milliseconds and 80 random bits, 26 characters of
/// Crockford's base 32, so that they sort by age. Source: github.com/ulid/spec.</summary>
public static class Ulid
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[6..]);
        var random = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        var value = ((UInt128)now.ToUnixTimeMilliseconds() << 80) | random;
        return string.Create(26, value, static (text, number) =>
        {
            for (var i = text.Length - 1; i >= 0; i--, number >>= 5)
                text[i] = Alphabet[(int)(number & 31)];
        });
    }
}

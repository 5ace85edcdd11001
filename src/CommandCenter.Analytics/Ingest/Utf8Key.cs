using System.Text;

namespace CommandCenter.Analytics.Ingest;

/// <summary>Compares string keys by their characters and lets a dictionary be asked with UTF-8 bytes, so that a line of
/// telemetry is looked up without making strings of it.</summary>
internal sealed class Utf8Key : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
{
    public static Utf8Key Comparer { get; } = new();

    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    public int GetHashCode(string key)
    {
        Span<byte> bytes = stackalloc byte[256];
        var length = Encoding.UTF8.GetByteCount(key);
        if (length > bytes.Length) bytes = new byte[length];
        Encoding.UTF8.GetBytes(key, bytes);
        return GetHashCode((ReadOnlySpan<byte>)bytes[..length]);
    }

    public bool Equals(ReadOnlySpan<byte> bytes, string key)
    {
        Span<byte> own = stackalloc byte[256];
        var length = Encoding.UTF8.GetByteCount(key);
        if (length != bytes.Length) return false;
        if (length > own.Length) own = new byte[length];
        Encoding.UTF8.GetBytes(key, own);
        return bytes.SequenceEqual(own[..length]);
    }

    public int GetHashCode(ReadOnlySpan<byte> bytes)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    public string Create(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}

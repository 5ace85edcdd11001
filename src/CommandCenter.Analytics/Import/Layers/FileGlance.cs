using System.Security.Cryptography;
using System.Text.Unicode;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>What one pass over the bytes of a file tells.</summary>
/// <param name="Bytes">Length.</param>
/// <param name="Sha256">64 lower hex digits.</param>
/// <param name="Head">The first 64 KB.</param>
/// <param name="IsUtf8">All of it is valid UTF-8.</param>
internal sealed record FileGlance(long Bytes, string Sha256, byte[] Head, bool IsUtf8)
{
    private const int Step = 1 << 20;
    private const int HeadLength = 64 << 10;

    /// <summary>Reads the file once, some 500 MB a second.</summary>
    public static async Task<FileGlance> AtAsync(string path, CancellationToken cancel)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, kept, total, isUtf8, head) = (new byte[Step + 4], 0, 0L, true, Array.Empty<byte>());
        while (await stream.ReadAtLeastAsync(buffer.AsMemory(kept, Step), Step, throwOnEndOfStream: false, cancel) is var count && count > 0)
        {
            hash.AppendData(buffer, kept, count);
            if (total == 0) head = buffer[..Math.Min(count, HeadLength)];
            total += count;
            if (!isUtf8) continue;
            // A character may be cut by the end of the step: its first bytes wait for the next one.
            var whole = kept + count - Begun(buffer.AsSpan(0, kept + count));
            isUtf8 = Utf8.IsValid(buffer.AsSpan(0, whole));
            kept = isUtf8 ? kept + count - whole : 0;
            buffer.AsSpan(whole, kept).CopyTo(buffer);
        }
        return new(total, Convert.ToHexStringLower(hash.GetHashAndReset()), head, isUtf8 && kept == 0);
    }

    /// <summary>How many bytes at the end belong to a character that is not complete.</summary>
    private static int Begun(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= 3 && back <= bytes.Length; back++)
        {
            var one = bytes[^back];
            if (one < 0x80) return 0;
            if (one >= 0xC0) return back < (one >= 0xF0 ? 4 : one >= 0xE0 ? 3 : 2) ? back : 0;
        }
        return 0;
    }
}

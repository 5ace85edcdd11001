using System.Globalization;
using System.Text;
using CommandCenter.Store.Records;

namespace CommandCenter.Store.Audit;

/// <summary>A place in the trail that was seen: nobody can take the trail back behind it unnoticed.</summary>
public sealed record AuditAnchor(long Sequence, string Hash, DateTimeOffset At);

/// <summary>
/// Anchors, one a line, in a file outside the store: <c>sequence hash instant</c>. A chain alone cannot tell that its last
/// entries were cut off; the file can. A last line that a crash left half-written is passed over.
/// </summary>
public sealed class AuditAnchors(string file)
{
    private readonly Lock _gate = new();
    private long? _last;

    public string File => file;

    public IReadOnlyList<AuditAnchor> Read() => System.IO.File.Exists(file) ? [.. System.IO.File.ReadLines(file).Select(Parse).OfType<AuditAnchor>()] : [];

    /// <summary>Drops an anchor at a committed entry; false when the file already holds one as far or farther.</summary>
    public bool Drop(AuditEntry head, DateTimeOffset now)
    {
        lock (_gate)
        {
            _last ??= Read().LastOrDefault()?.Sequence ?? 0;
            if (head.Sequence <= _last) return false;
            using var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            var startsLine = stream.Length == 0 || stream.Seek(-1, SeekOrigin.End) >= 0 && stream.ReadByte() == '\n';
            stream.Write(Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{(startsLine ? "" : "\n")}{head.Sequence} {head.Hash} {now.UtcDateTime:O}\n")));
            stream.Flush(flushToDisk: true);
            _last = head.Sequence;
            return true;
        }
    }

    private static AuditAnchor? Parse(string line) =>
        line.Split(' ') is [var sequence, { Length: 64 } hash, var at]
        && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? new(number, hash, instant)
            : null;
}

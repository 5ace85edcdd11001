namespace CommandCenter.Analytics.Ingest;

/// <summary>
/// Acknowledged readings on their way to ClickHouse: segment files in a folder. One thread appends, one reads and lets go.
/// Every start begins a new segment, so that nothing is ever written behind a damaged end.
/// </summary>
internal sealed class Spool : IDisposable
{
    private const string Quarantine = "quarantine";

    /// <summary>About what one damaged place costs.</summary>
    private const int FrameBytes = 256 * 1024;

    private readonly IngestOptions _options;
    private readonly Lock _lock = new();
    private readonly List<SpoolSegment> _segments;
    private SpoolSegment? _current;
    private (long Segment, long Offset) _done;
    private long _lastNumber;

    public Spool(IngestOptions options, long lastNumber)
    {
        _options = options;
        OnDisk.MakeFolder(options.Folder);
        _segments = [.. SpoolSegment.All(options.Folder)];
        _lastNumber = Math.Max(lastNumber, _segments.Count == 0 ? 0 : _segments[^1].Number);
    }

    /// <summary>Bytes not let go yet.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock) return _segments.Sum(segment => segment.Length);
        }
    }

    /// <summary>Appends rows; they are safe on disk when it returns. On failure nothing was added.</summary>
    /// <param name="rows">The rows in RowBinary, one behind the other.</param>
    /// <param name="ends">Where each row ends.</param>
    /// <exception cref="IOException">The disk refused, or the spool is full.</exception>
    public void Append(ReadOnlyMemory<byte> rows, IReadOnlyList<int> ends)
    {
        if (Bytes + rows.Length > _options.SpoolBytes) throw new IOException($"The spool has reached its bound of {_options.SpoolBytes} bytes.");
        var parts = new List<ReadOnlyMemory<byte>>();
        int start = 0, first = 0;
        for (var i = 0; i < ends.Count; i++)
        {
            if (i < ends.Count - 1 && ends[i] - start < FrameBytes) continue;
            var frame = rows[start..ends[i]];
            parts.Add(SpoolFrame.Header(frame.Span, i + 1 - first));
            parts.Add(frame);
            (start, first) = (ends[i], i + 1);
        }

        try
        {
            Current().Append(parts);
        }
        catch (IOException)
        {
            Retire();
            throw;
        }
    }

    /// <summary>The next whole frames from a place on, at most <paramref name="rows"/> rows unless one frame has more, all from
    /// one segment. Null when everything was read.</summary>
    public (SpoolRange Range, byte[] Rows)? Read(long segmentNumber, long from, int rows)
    {
        while (Segment(segmentNumber) is var (segment, isOpen))
        {
            if (segment.Number > segmentNumber) (segmentNumber, from) = (segment.Number, 0);
            if (ReadIn(segment, from, long.MaxValue, rows) is { } found) return found;
            if (isOpen) return null;
            (segmentNumber, from) = (segmentNumber + 1, 0);
        }

        return null;
    }

    /// <summary>The rows of a stretch that was read before; empty when it was let go.</summary>
    public byte[] Reread(SpoolRange range)
    {
        return Segment(range.Segment) is var (segment, _) && segment.Number == range.Segment && segment.Epoch == range.Epoch
            ? ReadIn(segment, range.From, range.To, int.MaxValue)?.Rows ?? []
            : [];
    }

    /// <summary>Lets go of every segment that ends before a place.</summary>
    public void LetGo(long segmentNumber, long offset)
    {
        lock (_lock)
        {
            _done = (segmentNumber, offset);
            var done = _segments.Where(segment =>
                segment != _current && (segment.Number < segmentNumber || (segment.Number == segmentNumber && segment.Length <= offset))).ToList();
            foreach (var segment in done)
            {
                segment.Delete();
                _segments.Remove(segment);
            }
        }
    }

    /// <summary>All rows from a place on, as at start; copies what is damaged aside and reports it.</summary>
    public IEnumerable<byte[]> Recover(long segmentNumber, long offset, Action<string> note)
    {
        foreach (var segment in _segments.Where(segment => segment.Number >= segmentNumber))
        {
            var start = segment.Number == segmentNumber ? offset : 0;
            if (start >= segment.Length) continue;
            var bytes = segment.Read(start, checked((int)(segment.Length - start)));
            var at = 0;
            while (at < bytes.Length)
            {
                var frame = SpoolFrame.Next(bytes, at);
                var good = frame?.Start ?? bytes.Length;
                if (good > at) PutAside(segment, start + at, bytes.AsSpan(at, good - at), note);
                if (frame is null) break;
                yield return bytes[frame.Value.RowsStart..frame.Value.End];
                at = frame.Value.End;
            }
        }
    }

    public void Dispose()
    {
        foreach (var segment in _segments) segment.Dispose();
    }

    /// <summary>On a full disk the segment that grows is let go like the others, or there would never be room again.</summary>
    private void Retire()
    {
        lock (_lock)
        {
            if (_current is not { Length: > 0 }) return;
            _current = null;
            LetGo(_done.Segment, _done.Offset);
        }
    }

    private SpoolSegment Current()
    {
        lock (_lock)
        {
            if (_current is null || _current.Length >= _options.SegmentBytes)
                _segments.Add(_current = SpoolSegment.New(_options.Folder, ++_lastNumber));
            return _current;
        }
    }

    /// <summary>The first segment from a number on, and whether it still grows.</summary>
    private (SpoolSegment Segment, bool IsOpen)? Segment(long atLeast)
    {
        lock (_lock)
        {
            return _segments.Find(segment => segment.Number >= atLeast) is { } found ? (found, found == _current) : null;
        }
    }

    private static (SpoolRange Range, byte[] Rows)? ReadIn(SpoolSegment segment, long from, long to, int maxRows)
    {
        var end = Math.Min(to, segment.Length);
        if (from >= end) return null;
        var bytes = segment.Read(from, checked((int)(end - from)));
        var rows = new MemoryStream();
        int at = 0, count = 0;
        while (SpoolFrame.Next(bytes, at) is { } frame && (count == 0 || count + frame.Rows <= maxRows))
        {
            rows.Write(bytes, frame.RowsStart, frame.End - frame.RowsStart);
            count += frame.Rows;
            at = frame.End;
        }

        return count == 0 ? null : (new(segment.Number, segment.Epoch, from, from + at), rows.ToArray());
    }

    private void PutAside(SpoolSegment segment, long from, ReadOnlySpan<byte> bytes, Action<string> note)
    {
        var folder = Path.Combine(_options.Folder, Quarantine);
        var copy = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(segment.FilePath)}-{from}.damaged");
        var kept = $"kept as {copy}";
        try
        {
            OnDisk.MakeFolder(folder);
            File.WriteAllBytes(copy, bytes);
        }
        catch (IOException full)
        {
            // A server that cannot keep them must start all the same: only its flushes make room.
            kept = $"could not be kept: {full.Message}";
        }

        note($"{bytes.Length} damaged bytes of the spool, at {from} of {Path.GetFileName(segment.FilePath)}, were passed over and {kept}.");
    }
}

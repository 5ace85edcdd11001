using System.Buffers;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Some consecutive features as bytes.</summary>
internal sealed class JsonBatch(long firstNumber) : SourceBatch
{
    private const int Room = 256 << 10;
    private const int MostFeatures = 1024;

    private readonly List<int> _ends = [];
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Room);
    private bool _isPooled = true;
    private int _length;

    public bool IsFull => _length >= Room / 2 || _ends.Count >= MostFeatures;

    public bool IsEmpty => _ends.Count == 0;

    public void Add(ReadOnlySpan<byte> feature)
    {
        if (_bytes.Length - _length < feature.Length)
        {
            // A giant is not kept by the pool.
            var larger = new byte[_length + feature.Length];
            _bytes.AsSpan(0, _length).CopyTo(larger);
            Release();
            _bytes = larger;
        }
        feature.CopyTo(_bytes.AsSpan(_length));
        _length += feature.Length;
        _ends.Add(_length);
    }

    public override IEnumerable<SourceRow> Rows()
    {
        var (row, decoder, begin) = (new SourceRow(), new JsonFeature(), 0);
        for (var i = 0; i < _ends.Count; i++)
        {
            row.Begin(firstNumber + i);
            decoder.Read(_bytes.AsSpan(begin, _ends[i] - begin), row);
            begin = _ends[i];
            yield return row;
        }
        Release();
    }

    private void Release()
    {
        if (_isPooled) ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _isPooled) = ([], false);
    }

    /// <summary>Cuts a window into batches. The window stands before the first feature.</summary>
    public static IEnumerable<SourceBatch> Cut(JsonWindow window)
    {
        const int largestFeature = 64 << 20;
        var batch = new JsonBatch(1);
        for (var number = 1L; window.NextObject(largestFeature, number) is { } feature; number++)
        {
            batch.Add(feature.Span);
            if (!batch.IsFull) continue;
            yield return batch;
            batch = new JsonBatch(number + 1);
        }
        if (!batch.IsEmpty) yield return batch;
    }
}

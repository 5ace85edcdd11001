using System.Runtime.InteropServices;
using System.Text;

namespace CommandCenter.Analytics.Layers;

/// <summary>The class of each object as a number into the list of classes, which is in the order of their UTF-8 bytes.</summary>
internal sealed class ClassColumn(int capacity)
{
    private readonly Dictionary<string, int> _known = [];
    private readonly int[] _indexes = new int[capacity];
    private int _count;

    public long Bytes => _indexes.Length * 4L;

    public IReadOnlyList<string> Names { get; private set; } = [];

    public ReadOnlySpan<int> Indexes => _indexes;

    public void Add(string name)
    {
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, name, out var isKnown);
        if (!isKnown) index = _known.Count - 1;
        _indexes[_count++] = index;
    }

    /// <summary>Call once, when all are there.</summary>
    public void Sort()
    {
        var sorted = _known.Keys.Select(name => (Name: name, Utf8: Encoding.UTF8.GetBytes(name)))
            .OrderBy(entry => entry.Utf8, Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))).Select(entry => entry.Name).ToArray();
        var moved = new int[sorted.Length];
        for (var i = 0; i < sorted.Length; i++) moved[_known[sorted[i]]] = i;
        for (var i = 0; i < _indexes.Length; i++) _indexes[i] = moved.Length > 0 ? moved[_indexes[i]] : 0;
        Names = sorted;
        _known.Clear();
    }
}

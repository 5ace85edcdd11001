using System.Text;

namespace CommandCenter.Analytics.Layers;

/// <summary>Texts one behind the other as UTF-8: four bytes each and their letters. A column of empty texts takes no room.</summary>
internal sealed class TextColumn(int capacity)
{
    private int[] _ends = [];
    private byte[] _bytes = [];
    private int _used;
    private int _count;

    public long Bytes => _ends.Length * 4L + _bytes.Length;

    public string this[int index]
    {
        get
        {
            if (index >= _ends.Length) return "";
            var start = index == 0 ? 0 : _ends[index - 1];
            return Encoding.UTF8.GetString(_bytes.AsSpan(start, _ends[index] - start));
        }
    }

    /// <exception cref="OverflowException">More than 2 GiB of text.</exception>
    public void Add(string text)
    {
        if (_ends.Length == 0 && text.Length > 0) _ends = new int[Math.Max(capacity, _count + 1)];
        if (text.Length > 0)
        {
            var count = Encoding.UTF8.GetByteCount(text);
            if (_bytes.Length - _used < count) Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(_bytes.Length * 3L / 2, checked(_used + count))));
            _used += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_used));
        }
        if (_ends.Length > 0) _ends[_count] = _used;
        _count++;
    }
}

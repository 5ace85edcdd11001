namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Gathers what the attributes of many rows look like, in bounded memory.</summary>
internal sealed class AttributeProfile
{
    private const int MostSamples = 5;
    private const int LongestSample = 80;
    private readonly Dictionary<string, Column> _columns = [];
    private readonly List<string> _order = [];
    private long _rows;

    public void Add(List<AttributeValue> attributes)
    {
        _rows++;
        foreach (var one in attributes)
        {
            if (!_columns.TryGetValue(one.Name, out var column))
            {
                if (_columns.Count == SourceRow.MostAttributes) continue;
                _columns[one.Name] = column = new();
                _order.Add(one.Name);
            }
            column.Add(one);
        }
    }

    public IReadOnlyList<AttributeDraft> Finish() => [.. _order.Select(name => _columns[name].Finish(name, _rows))];

    private sealed class Column
    {
        private readonly HashSet<string> _distinct = [];
        private readonly List<string> _samples = [];
        private AttributeType? _type;
        private long _filled;

        public void Add(AttributeValue value)
        {
            if (value.Kind is ValueKind.Nothing) return;
            _filled++;
            var text = value.Shown;
            if (_type is not AttributeType.Text) _type = _type is { } known ? AttributeGuess.Common(known, Of(value)) : Of(value);
            if (_distinct.Count >= AttributeDraft.MostDistinct) return;
            // A long text counts by its beginning: what is kept stays small.
            var shown = text.Length <= LongestSample ? text : text[..LongestSample] + "…";
            if (_distinct.Add(shown) && _samples.Count < MostSamples) _samples.Add(TextRules.Clean(shown, LongestSample + 1, out _) ?? "�");
        }

        public AttributeDraft Finish(string name, long rows) =>
            new(name, _type ?? AttributeType.Text, rows - _filled, _distinct.Count, _samples);

        private static AttributeType Of(AttributeValue value) => value.Kind switch
        {
            ValueKind.Number => AttributeGuess.IsWholeNumber(value.Text) ? AttributeType.WholeNumber : AttributeType.Number,
            ValueKind.Text => AttributeGuess.Of(value.Text),
            _ => AttributeType.TrueFalse,
        };
    }
}

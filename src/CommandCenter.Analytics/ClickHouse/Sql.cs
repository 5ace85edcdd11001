namespace CommandCenter.Analytics.ClickHouse;

/// <summary>
/// A statement and its parameters. The text names each parameter with its ClickHouse type, <c>{from:UInt64}</c>; a value
/// that does not fit that type is refused here, because ClickHouse would wrap it silently (300 as UInt8 becomes 44).
/// </summary>
public sealed class Sql(string text)
{
    private readonly List<KeyValuePair<string, string>> _parameters = [];

    public string Text { get; } = text;

    /// <summary>Name and value of each parameter; the value as ClickHouse reads it: TSV-escaped text.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters => _parameters;

    /// <summary>Binds a value. Throws <see cref="ArgumentException"/> when the text has no such parameter, and
    /// <see cref="ArgumentOutOfRangeException"/> when the value does not fit the parameter's type.</summary>
    public Sql With(string name, object value)
    {
        _parameters.Add(new(name, SqlValue.Format(Text, name, value)));
        return this;
    }

    /// <summary>Binds a value that is written already.</summary>
    internal void WithRaw(string name, string value) => _parameters.Add(new(name, value));
}

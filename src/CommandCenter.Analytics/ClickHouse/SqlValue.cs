using System.Globalization;

namespace CommandCenter.Analytics.ClickHouse;

/// <summary>Turns a CLR value into the text of a ClickHouse query parameter after checking that its declared type holds it.</summary>
internal static class SqlValue
{
    public static string Format(string sql, string name, object value)
    {
        var type = TypeOf(sql, name) ?? throw new ArgumentException($"The statement has no parameter {{{name}:…}}.", nameof(name));
        return FormatAs(type, name, value);
    }

    private static string? TypeOf(string sql, string name)
    {
        var start = sql.IndexOf('{' + name + ':', StringComparison.Ordinal);
        if (start < 0) return null;
        start += name.Length + 2;
        var end = sql.IndexOf('}', start);
        return end < 0 ? null : sql[start..end].Trim();
    }

    private static string FormatAs(string type, string name, object value) => type switch
    {
        "UInt8" => Integer(name, value, byte.MinValue, byte.MaxValue),
        "UInt16" => Integer(name, value, ushort.MinValue, ushort.MaxValue),
        "UInt32" => Integer(name, value, uint.MinValue, uint.MaxValue),
        "UInt64" => Integer(name, value, ulong.MinValue, ulong.MaxValue),
        "Int8" => Integer(name, value, sbyte.MinValue, sbyte.MaxValue),
        "Int16" => Integer(name, value, short.MinValue, short.MaxValue),
        "Int32" => Integer(name, value, int.MinValue, int.MaxValue),
        "Int64" => Integer(name, value, long.MinValue, long.MaxValue),
        "Float64" => value is double d && double.IsFinite(d)
            ? d.ToString("R", CultureInfo.InvariantCulture)
            : throw new ArgumentOutOfRangeException(name, value, "A Float64 parameter takes a finite double."),
        "Bool" => value is bool b ? (b ? "true" : "false") : throw new ArgumentException($"Parameter {name} takes a bool.", nameof(value)),
        "String" or "LowCardinality(String)" => Escape(Text(name, value)),
        // As seconds since 1970: a written date would be read in the time zone of the machine.
        "DateTime64(3)" or "DateTime64(3, 'UTC')" => Seconds(name, value, LastDateTime64).ToString("F3", CultureInfo.InvariantCulture),
        "DateTime" or "DateTime('UTC')" => decimal.Floor(Seconds(name, value, uint.MaxValue)).ToString("F0", CultureInfo.InvariantCulture),
        "Date" => Day(name, value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ when type.StartsWith("Array(", StringComparison.Ordinal) => List(type[6..^1], name, value),
        _ => throw new ArgumentException($"No rule for parameter type {type}.", nameof(type)),
    };

    private static string Integer(string name, object value, Int128 min, Int128 max)
    {
        Int128 number = value switch
        {
            sbyte v => v, byte v => v, short v => v, ushort v => v, int v => v, uint v => v, long v => v, ulong v => v,
            _ => throw new ArgumentException($"Parameter {name} takes an integer, not {value.GetType().Name}.", nameof(value)),
        };
        return number >= min && number <= max
            ? number.ToString(CultureInfo.InvariantCulture)
            : throw new ArgumentOutOfRangeException(name, value, $"Outside {min} … {max}.");
    }

    /// <summary>The whole numbers of milliseconds that nine digits of seconds hold: 1970 to 2261.</summary>
    private const long LastDateTime64 = 9_214_646_399;

    private static decimal Seconds(string name, object value, long last)
    {
        var instant = value switch
        {
            DateTimeOffset o => o,
            DateTime { Kind: DateTimeKind.Utc } u => u,
            _ => throw new ArgumentException($"Parameter {name} takes an instant with a known offset.", nameof(value)),
        };
        var seconds = instant.ToUnixTimeMilliseconds() / 1000m;
        return seconds >= 0 && seconds <= last ? seconds : throw new ArgumentOutOfRangeException(name, value, "Outside what the type holds.");
    }

    private static DateOnly Day(string name, object value)
    {
        if (value is not DateOnly day) throw new ArgumentException($"Parameter {name} takes a DateOnly, not {value.GetType().Name}.", nameof(value));
        return day.Year is >= 1970 and < 2149 ? day : throw new ArgumentOutOfRangeException(name, value, "Outside 1970 … 2148.");
    }

    private static string Text(string name, object value) => value as string
        ?? throw new ArgumentException($"Parameter {name} takes a string, not {value.GetType().Name}.", nameof(value));

    private static string List(string element, string name, object value)
    {
        if (value is string or not System.Collections.IEnumerable)
            throw new ArgumentException($"Parameter {name} takes a list, not {value.GetType().Name}.", nameof(value));
        var items = ((System.Collections.IEnumerable)value).Cast<object>().Select(item => element switch
        {
            "String" => "'" + FormatAs(element, name, item).Replace("'", "\\'") + "'",
            "Date" => "'" + FormatAs(element, name, item) + "'",
            _ => FormatAs(element, name, item),
        });
        return "[" + string.Join(',', items) + "]";
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\").Replace("\t", "\\t").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\0", "\\0");
}

using System.Globalization;
using System.Text;

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
        "String" or "LowCardinality(String)" => Escape((string)value),
        "DateTime64(3)" or "DateTime64(3, 'UTC')" => Instant(name, value).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        "DateTime" or "DateTime('UTC')" => Instant(name, value).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        "Date" => ((DateOnly)value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
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

    private static DateTime Instant(string name, object value)
    {
        var instant = value switch
        {
            DateTimeOffset o => o.UtcDateTime,
            DateTime { Kind: DateTimeKind.Utc } u => u,
            _ => throw new ArgumentException($"Parameter {name} takes an instant with a known offset.", nameof(value)),
        };
        return instant.Year is >= 1970 and < 2262 ? instant : throw new ArgumentOutOfRangeException(name, value, "Outside 1970 … 2261.");
    }

    private static string List(string element, string name, object value)
    {
        var text = new StringBuilder("[");
        foreach (var item in (System.Collections.IEnumerable)value)
        {
            if (text.Length > 1) text.Append(',');
            var formatted = FormatAs(element, name, item);
            // An array is a literal inside TSV: a string is quoted as SQL first, then escaped once more as TSV.
            text.Append(item is string s ? Escape("'" + s.Replace("\\", "\\\\").Replace("'", "\\'") + "'") : formatted);
        }
        return text.Append(']').ToString();
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\").Replace("\t", "\\t").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\0", "\\0");
}

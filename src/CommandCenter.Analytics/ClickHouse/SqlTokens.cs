namespace CommandCenter.Analytics.ClickHouse;

/// <summary>The words and signs of a text of SQL, without blanks, comments and string literals. A quoted name comes without
/// its quotes. Words are in lower case.</summary>
internal static class SqlTokens
{
    public readonly record struct Token(string Text, int Start);

    public static IEnumerable<Token> Of(string sql)
    {
        for (var i = 0; i < sql.Length;)
        {
            var start = i;
            if (char.IsWhiteSpace(sql[i])) i++;
            else if (Starts(sql, i, "--") || sql[i] == '#') i = End(sql, "\n", i);
            else if (Starts(sql, i, "/*")) i = End(sql, "*/", i + 2);
            else if (sql[i] == '\'') i = EndOfQuoted(sql, i);
            else if (sql[i] is '`' or '"')
            {
                i = EndOfQuoted(sql, i);
                yield return new(sql[(start + 1)..Math.Max(start + 1, i - 1)].ToLowerInvariant(), start);
            }
            else if (IsWord(sql[i]))
            {
                while (i < sql.Length && IsWord(sql[i])) i++;
                yield return new(sql[start..i].ToLowerInvariant(), start);
            }
            else yield return new(sql[i++].ToString(), start);
        }
    }

    /// <summary>The statements of a text, cut at its semicolons; blank ones and lone comments are left out.</summary>
    public static IEnumerable<string> Statements(string sql)
    {
        int start = 0, words = 0;
        foreach (var token in Of(sql).Append(new(";", sql.Length)))
        {
            if (token.Text != ";")
            {
                words++;
                continue;
            }

            if (words > 0) yield return sql[start..token.Start].Trim();
            start = Math.Min(token.Start + 1, sql.Length);
            words = 0;
        }
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static bool Starts(string sql, int at, string with) => string.CompareOrdinal(sql, at, with, 0, with.Length) == 0;

    private static int End(string sql, string mark, int from) =>
        sql.IndexOf(mark, from, StringComparison.Ordinal) is var at and >= 0 ? at + mark.Length : sql.Length;

    private static int EndOfQuoted(string sql, int at)
    {
        var quote = sql[at++];
        for (; at < sql.Length; at++)
        {
            if (sql[at] == '\\') at++;
            else if (sql[at] == quote) return at + 1;
        }

        return sql.Length;
    }
}

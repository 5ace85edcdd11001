namespace CommandCenter.Analytics.ClickHouse;

/// <summary>
/// What a read-only session and missing rights do not stop in an embedded ClickHouse: a second statement,
/// <c>INTO OUTFILE</c>, and the function <c>file()</c>.
/// </summary>
internal static class ReadGuard
{
    private const int Readonly = 164;

    /// <exception cref="ClickHouseException">The text is not one SELECT, or reaches out of the database.</exception>
    public static void Check(string sql)
    {
        var before = "";
        foreach (var (token, _) in SqlTokens.Of(sql))
        {
            if (before is "" && token is not ("select" or "with" or "(")) throw Refused("a question begins with SELECT or WITH");
            if (token is ";") throw Refused("one statement at a time");
            if (token is "outfile") throw Refused("no answer goes to a file");
            if (token is "(" && before is "file") throw Refused("no file is read");
            before = token;
        }

        if (before is "") throw Refused("there is no statement");
    }

    private static ClickHouseException Refused(string why) => new(Readonly, $"Refused before it was sent: {why}.");
}

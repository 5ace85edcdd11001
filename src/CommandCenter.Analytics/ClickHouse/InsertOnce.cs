using System.Text.RegularExpressions;

namespace CommandCenter.Analytics.ClickHouse;

/// <summary>What makes an insert count once, or as often as it comes, in its table and in every view that hangs on it: the same
/// settings over either transport.</summary>
internal static partial class InsertOnce
{
    /// <summary>The settings by name, unquoted.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Settings(string? token)
    {
        // What switches it off differs between versions of ClickHouse; a token that nobody had before is the same everywhere.
        token ??= Guid.NewGuid().ToString("N");
        return Token().IsMatch(token)
            ?
            [
                // A server that gathers inserts would go on with one whose sender is gone, out of sight.
                new("async_insert", "0"),
                new("insert_deduplicate", "1"),
                new("insert_deduplication_token", token),
                new("deduplicate_blocks_in_dependent_materialized_views", "1"),
            ]
            : throw new ArgumentException("A token is ASCII letters, digits, '-', '_', ':' or '.'.", nameof(token));
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_.:-]+\z")]
    private static partial Regex Token();
}

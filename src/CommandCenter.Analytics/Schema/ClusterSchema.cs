using System.Text.RegularExpressions;

namespace CommandCenter.Analytics.Schema;

/// <summary>
/// A statement of the schema as a cluster needs it. Each table becomes a replicated <c>X_local</c> on every server and a Distributed
/// <c>X</c> over them; views hang on the local tables, so that each shard counts its own rows. The servers' macros <c>{shard}</c> and
/// <c>{replica}</c> name their places. A statement of a form not known here stops the start.
/// </summary>
internal static partial class ClusterSchema
{
    private const string Place = "'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'";

    /// <summary>How long a batch's token is remembered: an insert is tried again until ClickHouse is back, which may take days.</summary>
    private const int TokenSeconds = 7 * 24 * 3600;

    /// <summary>The statements to run instead, in their order.</summary>
    /// <exception cref="NotSupportedException">A form that is not known here.</exception>
    public static IReadOnlyList<string> Expand(string statement, string cluster)
    {
        if (Table().Match(statement) is { Success: true } table) return Tables(table, cluster);
        if (View().Match(statement) is { Success: true } view)
            return [$"CREATE MATERIALIZED VIEW IF NOT EXISTS {view.Groups["name"]} ON CLUSTER {cluster} TO {view.Groups["to"]}_local AS{From().Replace(view.Groups["query"].Value, "FROM $1_local")}"];
        if (Setting().Match(statement) is { Success: true } setting)
            return [$"ALTER TABLE {setting.Groups["name"]}_local ON CLUSTER {cluster} MODIFY SETTING{Replicated(setting.Groups["rest"].Value)}"];
        if (Column().Match(statement) is { Success: true } column)
            return [.. new[] { "_local", "" }.Select(which => $"ALTER TABLE {column.Groups["name"]}{which} ON CLUSTER {cluster} ADD COLUMN{column.Groups["rest"]}")];
        if (Query().Match(statement) is { Success: true } query)
            return [$"ALTER TABLE {query.Groups["name"]} ON CLUSTER {cluster} MODIFY QUERY{From().Replace(query.Groups["query"].Value, "FROM $1_local")}"];
        if (Insert().IsMatch(statement)) return [statement];
        if (Truncate().Match(statement) is { Success: true } emptied)
            return [$"TRUNCATE TABLE {emptied.Groups["name"]}_local ON CLUSTER {cluster}"];
        if (Drop().Match(statement) is { Success: true } dropped)
        {
            var all = $"DROP {dropped.Groups["what"]} IF EXISTS {dropped.Groups["name"]} ON CLUSTER {cluster}";
            return dropped.Groups["what"].Value is "VIEW" ? [all] : [all, $"DROP TABLE IF EXISTS {dropped.Groups["name"]}_local ON CLUSTER {cluster}"];
        }

        throw new NotSupportedException($"ClusterSchema does not know this form of statement: {statement}");
    }

    private static IReadOnlyList<string> Tables(Match table, string cluster)
    {
        var (name, columns, rest) = (table.Groups["name"].Value, table.Groups["columns"].Value, table.Groups["rest"].Value);
        var more = table.Groups["arguments"].Value is { Length: > 0 } arguments ? ", " + arguments : "";
        return
        [
            $"CREATE TABLE IF NOT EXISTS {name}_local ON CLUSTER {cluster}{As().Replace(columns, "AS $1_local")}\nENGINE = Replicated{table.Groups["engine"]}({Place}{more}){Replicated(rest)}",
            $"CREATE TABLE IF NOT EXISTS {name} ON CLUSTER {cluster} AS {name}_local\nENGINE = Distributed({cluster}, currentDatabase(), {name}_local, sipHash64({ShardBy(columns, rest)}))",
        ];
    }

    /// <summary>A repeated insert must divide as it did the first time, so nothing is drawn at random.</summary>
    private static string ShardBy(string columns, string rest) =>
        Device().IsMatch(columns) ? "device" : OrderBy().Match(rest) is { Success: true } order ? order.Groups[1].Value
        : throw new NotSupportedException($"No column to shard by: {rest}");

    private static string Replicated(string settings) => settings.Replace(
        "non_replicated_deduplication_window", $"replicated_deduplication_window_seconds = {TokenSeconds}, replicated_deduplication_window");

    private const string Comments = @"\A(?:\s*--[^\n]*\n)*\s*";

    [GeneratedRegex(Comments + @"CREATE TABLE IF NOT EXISTS (?<name>\w+)(?<columns>.*?)\nENGINE = (?<engine>\w*MergeTree)(?:\((?<arguments>[^)]*)\))?(?<rest>.*)\z", RegexOptions.Singleline)]
    private static partial Regex Table();

    [GeneratedRegex(Comments + @"CREATE MATERIALIZED VIEW IF NOT EXISTS (?<name>\w+) TO (?<to>\w+) AS(?<query>.*)\z", RegexOptions.Singleline)]
    private static partial Regex View();

    [GeneratedRegex(Comments + @"ALTER TABLE (?<name>\w+) MODIFY SETTING(?<rest>.*)\z", RegexOptions.Singleline)]
    private static partial Regex Setting();

    [GeneratedRegex(Comments + @"ALTER TABLE (?<name>\w+) ADD COLUMN(?<rest>.*)\z", RegexOptions.Singleline)]
    private static partial Regex Column();

    [GeneratedRegex(Comments + @"ALTER TABLE (?<name>\w+) MODIFY QUERY(?<query>.*)\z", RegexOptions.Singleline)]
    private static partial Regex Query();

    [GeneratedRegex(Comments + @"INSERT INTO ")]
    private static partial Regex Insert();

    [GeneratedRegex(Comments + @"TRUNCATE TABLE (?<name>\w+)\s*\z")]
    private static partial Regex Truncate();

    [GeneratedRegex(Comments + @"DROP (?<what>TABLE|VIEW) IF EXISTS (?<name>\w+)\s*\z")]
    private static partial Regex Drop();

    [GeneratedRegex(@"\bFROM (\w+)")]
    private static partial Regex From();

    [GeneratedRegex(@"\bAS (\w+)")]
    private static partial Regex As();

    [GeneratedRegex(@"\bdevice\b")]
    private static partial Regex Device();

    [GeneratedRegex(@"\bORDER BY \(?(\w+)")]
    private static partial Regex OrderBy();
}

using System.Text.RegularExpressions;
using CommandCenter.Analytics.ClickHouse;

namespace CommandCenter.Analytics.Backup;

/// <summary>
/// Saves and restores all facts with ClickHouse's own BACKUP and RESTORE, on its disk <c>backups</c>: for the embedded one a folder
/// beside its data, for a server what its configuration calls so. A backup of a running database is one moment of each table;
/// hold the inserts back meanwhile and it is one moment of all.
/// </summary>
public sealed partial class FactsBackup(IClickHouse clickHouse)
{
    /// <summary>Name of the disk in ClickHouse's configuration.</summary>
    public const string Disk = "backups";

    /// <summary>The folder of the embedded ClickHouse's disk, in the folder of its data.</summary>
    public static string FolderIn(string clickHouseFolder) => Path.Combine(clickHouseFolder, Disk);

    /// <summary>Saves every table under a name that the disk does not hold yet.</summary>
    /// <returns>The name of the saved database.</returns>
    /// <exception cref="ClickHouseException">ClickHouse refused, or its disk did.</exception>
    public async Task<string> SaveAsync(string name, CancellationToken cancel)
    {
        var database = await DatabaseAsync(cancel);
        await clickHouse.ExecuteAsync(new($"BACKUP DATABASE {database} TO Disk('{Disk}', '{Checked(name)}')"), cancel);
        return database;
    }

    /// <summary>Brings a saved database back into this one, which must be empty.</summary>
    /// <exception cref="InvalidOperationException">There are tables already.</exception>
    public async Task RestoreAsync(string name, string savedDatabase, CancellationToken cancel)
    {
        if ((await TablesAsync(cancel)).Count > 0)
            throw new InvalidOperationException("ClickHouse 中已有数据表，只能恢复到空的数据库。");
        await clickHouse.ExecuteAsync(
            new($"""
                RESTORE DATABASE {Checked(savedDatabase)} AS {await DatabaseAsync(cancel)}
                FROM Disk('{Disk}', '{Checked(name)}')
                SETTINGS allow_different_database_def = 1
                """), cancel);
    }

    /// <summary>What each table holds, by name. Equal before and after when the same facts are there, however they were merged.</summary>
    public async Task<IReadOnlyList<TableTotals>> TotalsAsync(CancellationToken cancel)
    {
        var totals = new List<TableTotals>();
        foreach (var table in await TablesAsync(cancel))
            totals.Add((await clickHouse.QueryAsync(
                new(table.Question), row => new TableTotals(table.Name, row.ReadUInt64(), row.ReadUInt64()), cancel)).Single());
        return totals;
    }

    private async Task<string> DatabaseAsync(CancellationToken cancel) =>
        Checked((await clickHouse.QueryAsync(new("SELECT currentDatabase()"), row => row.ReadString(), cancel)).Single());

    private async Task<IReadOnlyList<(string Name, string Question)>> TablesAsync(CancellationToken cancel)
    {
        var columns = await clickHouse.QueryAsync(
            new("""
                SELECT t.name AS name, t.engine AS engine, t.sorting_key AS sorting_key, c.name AS column, c.type AS type
                FROM system.tables AS t
                INNER JOIN system.columns AS c ON c.database = t.database AND c.table = t.name
                WHERE t.database = currentDatabase() AND t.engine LIKE '%MergeTree'
                ORDER BY name, c.position
                """),
            row => (Table: row.ReadString(), Engine: row.ReadString(), Key: row.ReadString(), Column: row.ReadString(), Type: row.ReadString()), cancel);
        return
        [
            .. from column in columns
               group column by (column.Table, column.Engine, column.Key) into table
               let name = Checked(table.Key.Table)
               select (name, table.Key.Engine.Contains("Aggregating", StringComparison.Ordinal)
                   ? AddedUp(name, table.Key.Key, table.Where(column => Adds().IsMatch(column.Type)).Select(column => column.Column))
                   : RowByRow(name, table.Where(column => IsNumber().IsMatch(column.Type)).Select(column => column.Column))),
        ];
    }

    private static string RowByRow(string table, IEnumerable<string> numbers) =>
        $"SELECT count(), sum(cityHash64(0{string.Concat(numbers.Select(column => $", `{column}`"))})) FROM {table}";

    private static string AddedUp(string table, string key, IEnumerable<string> added) =>
        $"SELECT uniqExact({key}), toUInt64(0{string.Concat(added.Select(column => $" + sum(`{column}`)"))}) FROM {table}";

    private static string Checked(string name) =>
        Name().IsMatch(name) ? name : throw new ArgumentException($"{name} is no name of a database, a table or a backup.", nameof(name));

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]*\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A(U?Int\d+|Float\d+|Date(Time)?(64|32)?\b.*)\z")]
    private static partial Regex IsNumber();

    [GeneratedRegex(@"\ASimpleAggregateFunction\(sum, UInt\d+\)\z")]
    private static partial Regex Adds();
}

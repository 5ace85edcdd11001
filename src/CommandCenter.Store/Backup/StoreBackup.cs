using System.Data;
using CommandCenter.Store.Schema;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Store.Backup;

/// <summary>What a saved store holds.</summary>
/// <param name="Steps">The schema steps it had, in order.</param>
/// <param name="Rows">Rows by table.</param>
public sealed record StoreContent(IReadOnlyList<string> Steps, IReadOnlyDictionary<string, long> Rows);

/// <summary>Saves all decisions as of one moment and restores them, from whichever provider into whichever.</summary>
public sealed class StoreBackup(IDbContextFactory<CommandCenterDb> stores, StoreSchema schema)
{
    /// <summary>Writes each table into <c>TABLE.ndjson</c> of an empty folder.</summary>
    public async Task<StoreContent> SaveAsync(string folder, CancellationToken cancel)
    {
        await using var live = await stores.CreateDbContextAsync(cancel);
        if (!live.Database.IsSqlite()) return await SaveAsync(live, folder, cancel);

        // A reader of the file keeps writers waiting: it is copied first, which is quick, and read at leisure.
        var copy = Path.Combine(folder, "copy.db");
        await live.Database.ExecuteSqlAsync($"VACUUM INTO {copy}", cancel);
        try
        {
            await using var copied = new CommandCenterDb(FileOptions(copy));
            return await SaveAsync(copied, folder, cancel);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    /// <summary>Brings the saved tables back into a store without decisions, all of them or none.</summary>
    /// <exception cref="InvalidOperationException">The store is not empty, or what was saved is newer than this program.</exception>
    public async Task<IReadOnlyDictionary<string, long>> RestoreAsync(string folder, StoreContent saved, CancellationToken cancel)
    {
        await schema.ApplyAsync(saved.Steps, cancel);
        var rows = new Dictionary<string, long>();
        await using (var db = await stores.CreateDbContextAsync(cancel))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            var tables = StoredTable.All(db).Where(table => saved.Rows.ContainsKey(table.Name)).ToList();
            foreach (var table in tables)
            {
                await using var file = File.OpenRead(FileOf(folder, table));
                rows[table.Name] = await table.RestoreAsync(db, file, cancel);
                if (db.Database.IsNpgsql()) await table.NumberOnAsync(db, cancel);
            }

            await transaction.CommitAsync(cancel);
        }

        await schema.ApplyAsync(cancel);
        return rows;
    }

    /// <summary>True when there is nothing here, not even tables.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancel)
    {
        await using var db = await stores.CreateDbContextAsync(cancel);
        return (await db.Database.SqlQueryRaw<string>(db.Database.IsNpgsql()
            ? "SELECT table_name::text AS \"Value\" FROM information_schema.tables WHERE table_schema = current_schema()"
            : "SELECT name AS Value FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'").ToListAsync(cancel)).Count == 0;
    }

    private static DbContextOptions<CommandCenterDb> FileOptions(string file)
    {
        var options = new DbContextOptionsBuilder<CommandCenterDb>();
        options.UseSqliteFile(file);
        return options.Options;
    }

    private async Task<StoreContent> SaveAsync(CommandCenterDb db, string folder, CancellationToken cancel)
    {
        await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        var rows = new Dictionary<string, long>();
        foreach (var table in StoredTable.All(db))
        {
            await using var file = File.Create(FileOf(folder, table));
            rows[table.Name] = await table.SaveAsync(db, file, cancel);
        }

        return new(await StoreSchema.AppliedAsync(db, cancel), rows);
    }

    private static string FileOf(string folder, StoredTable table) => Path.Combine(folder, $"{table.Name}.ndjson");
}

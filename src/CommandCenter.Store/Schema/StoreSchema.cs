using System.Data.Common;
using CommandCenter.Store.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CommandCenter.Store.Schema;

/// <summary>Brings the store's tables up to this program's version: each numbered file of its provider once, in order, each in one
/// transaction. Nodes that start together do it one after the other.</summary>
public sealed class StoreSchema(IDbContextFactory<CommandCenterDb> stores, TimeProvider clock)
{
    private const string CreateLog =
        "CREATE TABLE IF NOT EXISTS schema_log (name TEXT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL, applied_at TEXT NOT NULL)";

    /// <exception cref="InvalidOperationException">A file that was applied has changed, or the store is newer than this program.</exception>
    public async Task ApplyAsync(CancellationToken cancel) => await ApplyAsync(await FilesAsync(cancel), cancel);

    /// <summary>Brings an empty store up to the steps another one had, and no further: what was saved then fits into it.</summary>
    /// <exception cref="InvalidOperationException">This program does not know one of the steps.</exception>
    internal async Task ApplyAsync(IReadOnlyList<string> steps, CancellationToken cancel)
    {
        var files = await FilesAsync(cancel);
        if (steps.Except(files.Select(file => file.Name)).FirstOrDefault() is { } unknown)
            throw new InvalidOperationException($"备份来自更新的程序（{unknown}），请用相同或更新的版本恢复。");
        await ApplyAsync([.. files.Where(file => steps.Contains(file.Name))], cancel);
    }

    /// <summary>The steps a store has, in order.</summary>
    internal static async Task<IReadOnlyList<string>> AppliedAsync(CommandCenterDb store, CancellationToken cancel)
    {
        await store.Database.OpenConnectionAsync(cancel);
        return [.. (await LogAsync(store, cancel)).Keys.Order(StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<SchemaFile>> FilesAsync(CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        return SchemaFile.For(store.Database.IsNpgsql() ? "postgres" : "sqlite");
    }

    internal async Task ApplyAsync(IReadOnlyList<SchemaFile> files, CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        await store.Database.OpenConnectionAsync(cancel);
        await using var turn = await StoreTurn.TakeAsync(store, cancel);
        await RunAsync(store, CreateLog, [], cancel);
        foreach (var file in files)
            await ApplyAsync(store, file, cancel);
        await RefuseNewerAsync(store, files, cancel);
    }

    private async Task ApplyAsync(CommandCenterDb store, SchemaFile file, CancellationToken cancel)
    {
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        var applied = await LogAsync(store, cancel);
        if (applied.TryGetValue(file.Name, out var checksum))
        {
            if (checksum != file.Checksum)
                throw new InvalidOperationException(
                    $"Schema file {file.Name} was changed after it had been applied to this store; add a new numbered file instead.");
            return;
        }

        await RunAsync(store, file.Sql, [], cancel);
        await RunAsync(store, "INSERT INTO schema_log (name, checksum, applied_at) VALUES (@name, @checksum, @at)",
            [("@name", file.Name), ("@checksum", file.Checksum), ("@at", clock.GetUtcNow().ToString("O"))], cancel);
        await transaction.CommitAsync(cancel);
    }

    private static async Task RefuseNewerAsync(CommandCenterDb store, IReadOnlyList<SchemaFile> files, CancellationToken cancel)
    {
        var unknown = (await LogAsync(store, cancel)).Keys.Except(files.Select(file => file.Name)).Order().ToList();
        if (unknown is [var first, ..])
            throw new InvalidOperationException(
                $"The store was written by a newer program: it holds schema step {first}, which this program does not know.");
    }

    private static async Task<Dictionary<string, string>> LogAsync(CommandCenterDb store, CancellationToken cancel)
    {
        await using var command = Command(store, "SELECT name, checksum FROM schema_log", []);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var log = new Dictionary<string, string>();
        while (await reader.ReadAsync(cancel))
            log.Add(reader.GetString(0), reader.GetString(1));
        return log;
    }

    private static async Task RunAsync(CommandCenterDb store, string sql, (string, string)[] parameters, CancellationToken cancel)
    {
        await using var command = Command(store, sql, parameters);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static DbCommand Command(CommandCenterDb store, string sql, (string Name, string Value)[] parameters)
    {
        var command = store.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = store.Database.CurrentTransaction?.GetDbTransaction();
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}

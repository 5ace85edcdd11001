using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Store.Tests;

/// <summary>A real store in a file of its own. Its schema is not applied until a test does so.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly ServiceProvider _services;

    public TestStore() => _services = new ServiceCollection().AddSqliteStore(_ => _file).BuildServiceProvider();

    public Store.Schema.StoreSchema Schema => _services.GetRequiredService<Store.Schema.StoreSchema>();

    public static async Task<TestStore> OpenAsync()
    {
        var store = new TestStore();
        await store.Schema.ApplyAsync(default);
        return store;
    }

    public CommandCenterDb Db() => _services.GetRequiredService<IDbContextFactory<CommandCenterDb>>().CreateDbContext();

    /// <summary>The rows of a question, each cell as text.</summary>
    public async Task<IReadOnlyList<string?[]>> RowsAsync(string sql)
    {
        await using var db = Db();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string?[]>();
        while (await reader.ReadAsync())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))]);
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Delete(_file);
    }
}

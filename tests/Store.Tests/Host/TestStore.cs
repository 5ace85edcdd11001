using System.Globalization;
using CommandCenter.Store.Nodes;
using CommandCenter.Store.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommandCenter.Store.Tests.Host;

/// <summary>A real, empty store. Its schema is not applied until a test does so.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private readonly string? _file;
    private readonly ServiceProvider _services;
    private IHostedService[] _started = [];

    private TestStore(StoreAddress address, string? file, string database)
    {
        (_file, Database) = (file, database);
        _services = new ServiceCollection().AddLogging().AddStore(_ => address).BuildServiceProvider();
    }

    public StoreSchema Schema => _services.GetRequiredService<StoreSchema>();

    public IDbContextFactory<CommandCenterDb> Factory => _services.GetRequiredService<IDbContextFactory<CommandCenterDb>>();

    public StoreChanges Changes => _services.GetRequiredService<StoreChanges>();

    /// <summary>What it was opened with.</summary>
    public string Database { get; }

    public static TestStore OnSqlite()
    {
        var file = Path.GetTempFileName();
        return new(StoreAddress.File(file), file, file);
    }

    /// <summary>A store in a database that is there, maybe another's too.</summary>
    public static TestStore OnPostgres(string database) => new(StoreAddress.Server(database), file: null, database);

    /// <summary>As a node has it: the schema is applied and other nodes are heard.</summary>
    public async Task StartAsync()
    {
        _started = [.. _services.GetServices<IHostedService>()];
        foreach (var service in _started) await service.StartAsync(default);
    }

    public CommandCenterDb Db() => Factory.CreateDbContext();

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
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))]);
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _started) await service.StopAsync(default);
        await _services.DisposeAsync();
        if (_file is null) return;
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Delete(_file);
    }
}

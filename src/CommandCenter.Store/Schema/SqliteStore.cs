using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CommandCenter.Store.Schema;

/// <summary>The SQLite file: rollback journal and full synchronisation, so that what is committed is on disk.
/// No WAL: SQLite before 3.51.3 can corrupt a database when it resets one.</summary>
internal static class SqliteStore
{
    private const string OnOpen = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;";

    /// <summary>Seconds that a writer waits for another; then it is refused as busy.</summary>
    private const int Patience = 5;

    public static void UseSqliteFile(this DbContextOptionsBuilder options, string path) => options
        .UseSqlite(new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = Patience }.ToString())
        .AddInterceptors(Settings);

    private static readonly ConnectionSettings Settings = new();

    private sealed class ConnectionSettings : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = OnOpen;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = OnOpen;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}

using CommandCenter.Store.Tests.Host;
using Npgsql;

namespace CommandCenter.Benchmarks.Tiles;

/// <summary>A PostgreSQL of the benchmark's own, with what an administrator would give it on such a machine.</summary>
internal static class TunedPostgres
{
    public static async Task<PrivatePostgres> StartAsync()
    {
        var postgres = await PrivatePostgres.StartAsync();
        foreach (var setting in new[] { "shared_buffers = '2GB'", "effective_cache_size = '6GB'", "random_page_cost = 1.1" })
        {
            await using var server = new NpgsqlConnection(postgres.ConnectionString);
            await server.OpenAsync();
            await using var command = new NpgsqlCommand($"ALTER SYSTEM SET {setting}", server);
            await command.ExecuteNonQueryAsync();
        }
        await postgres.RestartImmediatelyAsync();
        return postgres;
    }
}

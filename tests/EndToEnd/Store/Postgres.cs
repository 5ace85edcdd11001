using CommandCenter.Store.Tests.Host;

namespace CommandCenter.EndToEnd.Store;

/// <summary>One PostgreSQL for the test classes that ask for it; each takes databases of its own.</summary>
public sealed class Postgres : IAsyncLifetime
{
    public PrivatePostgres Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await PrivatePostgres.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    /// <summary>A new database for <c>postgres</c>, null for <c>sqlite</c>.</summary>
    public async Task<string?> DatabaseFor(string store) => store == "postgres" ? await Server.NewDatabaseAsync() : null;
}

namespace CommandCenter.Store.Tests.Host;

public enum Provider
{
    Sqlite,
    Postgres,
}

/// <summary>The one suite runs on every provider: <c>[Collection(Stores.Name)]</c>, <c>[Theory, ClassData(typeof(EveryProvider))]</c>.</summary>
public sealed class Stores : IAsyncLifetime
{
    public const string Name = "stores";

    private PrivatePostgres _postgres = null!;

    public async Task InitializeAsync() => _postgres = await PrivatePostgres.StartAsync();

    public async Task DisposeAsync() => await _postgres.DisposeAsync();

    /// <summary>A store without tables.</summary>
    public async Task<TestStore> EmptyAsync(Provider provider) =>
        provider is Provider.Sqlite ? TestStore.OnSqlite() : TestStore.OnPostgres(await _postgres.NewDatabaseAsync());

    /// <summary>A store as the product has it.</summary>
    public async Task<TestStore> OpenAsync(Provider provider)
    {
        var store = await EmptyAsync(provider);
        await store.Schema.ApplyAsync(default);
        return store;
    }
}

public sealed class EveryProvider : TheoryData<Provider>
{
    public EveryProvider() => AddRange(Enum.GetValues<Provider>());
}

[CollectionDefinition(Stores.Name)]
public sealed class StoresCollection : ICollectionFixture<Stores>;

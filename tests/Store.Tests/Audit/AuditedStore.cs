using CommandCenter.Store.Audit;
using CommandCenter.Store.Tests.Host;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Store.Tests.Audit;

/// <summary>A real store with an audit trail, its key and its anchors in a folder of their own.</summary>
public sealed class AuditedStore : IAsyncDisposable
{
    private readonly TestStore _store;

    private AuditedStore(TestStore store)
    {
        _store = store;
        Trail = NewTrail();
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("command-center-audit-").FullName;

    public AuditTrail Trail { get; }

    public AuditArchive Archive => new(_store.Factory);

    public AuditAnchors Anchors => new(Path.Combine(Folder, "audit.anchors"));

    public AuditKeys Keys => AuditKeys.Open(Path.Combine(Folder, "audit.key"));

    public static async Task<AuditedStore> OpenAsync(Stores stores, Provider provider) => new(await stores.OpenAsync(provider));

    /// <summary>Another writer on the same store, as another process would have one.</summary>
    public AuditTrail NewTrail() => new(_store.Factory, Keys, TimeProvider.System);

    public Task<AuditFinding> CheckAsync() => new AuditCheck(Archive, Keys, Anchors, TimeProvider.System).RunAsync(default);

    public async Task RecordAsync(int count)
    {
        for (var i = 1; i <= count; i++) await Trail.RecordAsync(Some($"target-{i}"), default);
    }

    public async Task DropAnchorAsync() => Anchors.Drop((await Archive.HeadAsync(default))!, DateTimeOffset.UnixEpoch);

    /// <summary>What somebody with the database's password can do: first the triggers go, then anything.</summary>
    public async Task TamperAsync(string sql)
    {
        await using var db = Db();
        var table = db.Database.IsNpgsql() ? " ON audit_entries" : "";
        foreach (var trigger in new[] { "never_change", "never_go", "follow_each_other" })
            await _store.RowsAsync($"DROP TRIGGER IF EXISTS audit_entries_{trigger}{table}");
        await _store.RowsAsync(sql);
    }

    public Task<IReadOnlyList<string?[]>> RowsAsync(string sql) => _store.RowsAsync(sql);

    public CommandCenterDb Db() => _store.Db();

    public static AuditEvent Some(string target) => new()
    {
        Action = AuditActions.Denied,
        Actor = new AuditActor("01J", "town", "town"),
        Address = "10.0.0.7",
        Target = target,
        Outcome = AuditOutcome.Denied,
        Detail = new Dictionary<string, string> { ["status"] = "403", ["method"] = "GET" },
    };

    public async ValueTask DisposeAsync()
    {
        Trail.Dispose();
        await _store.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

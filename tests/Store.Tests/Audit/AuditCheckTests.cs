using CommandCenter.Store.Audit;
using CommandCenter.Store.Tests.Host;

namespace CommandCenter.Store.Tests.Audit;

/// <summary>Somebody with the database's password tampers; the check says where.</summary>
[Collection(Stores.Name)]
public sealed class AuditCheckTests(Stores stores)
{
    public static TheoryData<Provider, string, long, AuditBreakKind> Tamperings()
    {
        var rows = new TheoryData<Provider, string, long, AuditBreakKind>();
        foreach (var provider in Enum.GetValues<Provider>())
        {
            rows.Add(provider, "UPDATE audit_entries SET target = 'elsewhere' WHERE sequence = 5", 5, AuditBreakKind.Changed);
            rows.Add(provider, "UPDATE audit_entries SET at = '2020-01-01 00:00:00' WHERE sequence = 1", 1, AuditBreakKind.Changed);
            rows.Add(provider, "UPDATE audit_entries SET outcome = 'Done' WHERE sequence = 10", 10, AuditBreakKind.Changed);
            rows.Add(provider, "UPDATE audit_entries SET region = 440700000000 WHERE sequence = 4", 4, AuditBreakKind.Changed);
            rows.Add(provider, "UPDATE audit_entries SET hash = previous WHERE sequence = 3", 3, AuditBreakKind.Changed);
            rows.Add(provider, "DELETE FROM audit_entries WHERE sequence = 5", 5, AuditBreakKind.Missing);
            rows.Add(provider, "DELETE FROM audit_entries WHERE sequence < 3", 1, AuditBreakKind.Missing);
            rows.Add(provider, "DELETE FROM audit_entries WHERE sequence = 5; UPDATE audit_entries SET sequence = sequence - 1 WHERE sequence > 5", 5, AuditBreakKind.Changed);
            rows.Add(provider, "DELETE FROM audit_entries WHERE sequence > 7", 8, AuditBreakKind.CutOff);
            rows.Add(provider, "DELETE FROM audit_entries", 1, AuditBreakKind.CutOff);
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(Tamperings))]
    public async Task Says_where_the_trail_was_tampered_with(Provider provider, string sql, long sequence, AuditBreakKind kind)
    {
        await using var store = await AuditedStore.OpenAsync(stores, provider);
        await store.RecordAsync(10);
        await store.DropAnchorAsync();
        (await store.CheckAsync()).ShouldSatisfyAllConditions(found => found.Holds.ShouldBeTrue(), found => found.Entries.ShouldBe(10), found => found.Anchors.ShouldBe(1));

        await store.TamperAsync(sql);

        (await store.CheckAsync()).Break.ShouldBe(new(sequence, kind));
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Finds_two_entries_that_changed_places(Provider provider)
    {
        await using var store = await AuditedStore.OpenAsync(stores, provider);
        await store.RecordAsync(10);
        await store.TamperAsync("""
            UPDATE audit_entries SET sequence = 100 WHERE sequence = 7;
            UPDATE audit_entries SET sequence = 7 WHERE sequence = 8;
            UPDATE audit_entries SET sequence = 8 WHERE sequence = 100;
            """);
        (await store.CheckAsync()).Break.ShouldBe(new(7, AuditBreakKind.Changed));
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Finds_an_entry_put_between_others(Provider provider)
    {
        await using var store = await AuditedStore.OpenAsync(stores, provider);
        await store.RecordAsync(6);
        await store.TamperAsync("""
            UPDATE audit_entries SET sequence = sequence + 1000 WHERE sequence > 3;
            INSERT INTO audit_entries SELECT 4, at, actor_id, actor_name, actor_role, address, action, 'invented', region, outcome, detail, key_id, hash, hash
                FROM audit_entries WHERE sequence = 3;
            UPDATE audit_entries SET sequence = sequence - 999 WHERE sequence > 1000;
            """);
        (await store.CheckAsync()).Break.ShouldBe(new(4, AuditBreakKind.Changed));
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Whoever_writes_the_whole_trail_anew_needs_the_key(Provider provider)
    {
        await using var store = await AuditedStore.OpenAsync(stores, provider);
        await store.RecordAsync(4);
        var keyFile = Path.Combine(store.Folder, "audit.key");
        var key = await File.ReadAllTextAsync(keyFile);

        await store.TamperAsync("DELETE FROM audit_entries");
        File.Delete(keyFile);
        using (var forger = store.NewTrail()) // a key of the forger's own
            for (var i = 0; i < 4; i++) await forger.RecordAsync(AuditedStore.Some("forged"), default);
        await File.WriteAllTextAsync(keyFile, key);

        (await store.CheckAsync()).Break.ShouldBe(new(1, AuditBreakKind.UnknownKey));
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Even_with_the_key_the_anchors_tell(Provider provider)
    {
        await using var store = await AuditedStore.OpenAsync(stores, provider);
        await store.RecordAsync(4);
        await store.DropAnchorAsync();
        await store.TamperAsync("DELETE FROM audit_entries");
        await store.RecordAsync(9);
        (await store.CheckAsync()).Break.ShouldBe(new(4, AuditBreakKind.Rewritten));
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task A_program_without_the_trails_key_writes_nothing_into_it(Provider provider)
    {
        await using var store = await AuditedStore.OpenAsync(stores, provider);
        await store.RecordAsync(2);
        File.Delete(Path.Combine(store.Folder, "audit.key"));
        using var other = store.NewTrail();
        await Should.ThrowAsync<AuditUnavailableException>(other.RecordAsync(AuditedStore.Some("x"), default));
        (await store.RowsAsync("SELECT count(*) FROM audit_entries"))[0][0].ShouldBe("2");
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task A_new_key_seals_what_follows_and_the_old_one_still_verifies(Provider provider)
    {
        await using var store = await AuditedStore.OpenAsync(stores, provider);
        await store.RecordAsync(2);
        await File.AppendAllTextAsync(Path.Combine(store.Folder, "audit.key"), Convert.ToBase64String(new byte[32]) + "\n");
        using (var renewed = store.NewTrail()) await renewed.RecordAsync(AuditedStore.Some("sealed anew"), default);

        (await store.CheckAsync()).ShouldSatisfyAllConditions(found => found.Holds.ShouldBeTrue(), found => found.Entries.ShouldBe(3));
        (await store.RowsAsync("SELECT count(DISTINCT key_id) FROM audit_entries"))[0][0].ShouldBe("2");
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task An_anchor_that_a_crash_left_half_written_is_passed_over(Provider provider)
    {
        await using var store = await AuditedStore.OpenAsync(stores, provider);
        await store.RecordAsync(2);
        await store.DropAnchorAsync();
        await File.AppendAllTextAsync(Path.Combine(store.Folder, "audit.anchors"), "3 abcd");
        (await store.CheckAsync()).Holds.ShouldBeTrue();

        await store.RecordAsync(1);
        await store.DropAnchorAsync();
        store.Anchors.Read().Select(anchor => anchor.Sequence).ShouldBe([2, 3]);
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task An_empty_trail_holds(Provider provider)
    {
        await using var store = await AuditedStore.OpenAsync(stores, provider);
        (await store.CheckAsync()).ShouldSatisfyAllConditions(found => found.Holds.ShouldBeTrue(), found => found.Head.ShouldBeNull());
    }
}

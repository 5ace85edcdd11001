using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;
using CommandCenter.Store.Tests.Host;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Store.Tests.Audit;

[Collection(Stores.Name)]
public sealed class AuditTrailTests(Stores stores)
{
    private static readonly RegionScope City = RegionScope.Of(RegionCode.Parse("440700000000"));

    private const string SkipsNumbers = """
        INSERT INTO audit_entries SELECT 9, at, actor_id, actor_name, actor_role, address, action, target, region, outcome, detail, key_id, previous, hash
        FROM audit_entries WHERE sequence = 1
        """;

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Keeps_who_did_what_to_what_from_where_and_how_it_ended(Provider provider)
    {
        await using var store = await AuditedStore.OpenAsync(stores, provider);
        await store.Trail.RecordAsync(AuditedStore.Some("/regions/440703101000") with { Region = RegionCode.Parse("440703101000") }, default);

        var entry = (await store.Archive.FindAsync(All, default)).Single();
        (entry.Sequence, entry.ActorName, entry.ActorRole, entry.Address).ShouldBe((1, "town", "town", "10.0.0.7"));
        (entry.Action, entry.Target, entry.Outcome).ShouldBe((AuditActions.Denied, "/regions/440703101000", AuditOutcome.Denied));
        entry.Region.ShouldBe(RegionCode.Parse("440703101000"));
        entry.Detail.ShouldBe("""{"method":"GET","status":"403"}""");
        entry.Previous.ShouldBe(AuditChain.Beginning);
        (await store.CheckAsync()).Holds.ShouldBeTrue();
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task A_change_and_its_record_are_committed_together_or_not_at_all(Provider provider)
    {
        await using var store = await AuditedStore.OpenAsync(stores, provider);
        await ChangeAsync(store, "kept", commit: true);
        await ChangeAsync(store, "given-up", commit: false);

        (await store.RowsAsync("SELECT id FROM ingest_tokens")).Select(row => row[0]).ShouldBe(["kept"]);
        (await store.Archive.FindAsync(All, default)).Select(entry => entry.Target).ShouldBe(["kept"]);
        (await store.CheckAsync()).Holds.ShouldBeTrue();
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task A_record_inside_a_change_wants_the_changes_transaction(Provider provider)
    {
        await using var store = await AuditedStore.OpenAsync(stores, provider);
        await using var db = store.Db();
        await Should.ThrowAsync<InvalidOperationException>(store.Trail.AppendAsync(db, AuditedStore.Some("x"), default));
    }

    [Theory]
    [InlineData(Provider.Sqlite, "UPDATE audit_entries SET target = 'other'")]
    [InlineData(Provider.Sqlite, "DELETE FROM audit_entries")]
    [InlineData(Provider.Sqlite, "INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries WHERE sequence = 1")]
    [InlineData(Provider.Sqlite, SkipsNumbers)]
    [InlineData(Provider.Postgres, "UPDATE audit_entries SET target = 'other'")]
    [InlineData(Provider.Postgres, "DELETE FROM audit_entries")]
    [InlineData(Provider.Postgres, "TRUNCATE audit_entries")]
    [InlineData(Provider.Postgres, SkipsNumbers)]
    public async Task The_store_itself_lets_nobody_change_remove_replace_or_skip(Provider provider, string sql)
    {
        await using var store = await AuditedStore.OpenAsync(stores, provider);
        await store.RecordAsync(3);
        (await Should.ThrowAsync<Exception>(store.RowsAsync(sql))).Message.ShouldContain("audit entries");
        (await store.CheckAsync()).Entries.ShouldBe(3);
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Eight_writers_at_once_make_one_chain_without_a_hole(Provider provider)
    {
        await using var store = await AuditedStore.OpenAsync(stores, provider);
        AuditTrail[] writers = [.. Enumerable.Range(0, 8).Select(_ => store.NewTrail())];

        await Task.WhenAll(writers.Select((trail, writer) => Task.Run(() =>
            Task.WhenAll(Enumerable.Range(0, 25).Select(i => trail.RecordAsync(AuditedStore.Some($"{writer}-{i}"), default))))));

        var found = await store.CheckAsync();
        found.Holds.ShouldBeTrue();
        found.Entries.ShouldBe(200);
        (await store.RowsAsync("SELECT count(DISTINCT target) FROM audit_entries"))[0][0].ShouldBe("200");
        foreach (var trail in writers) trail.Dispose();
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task What_cannot_be_recorded_fails_instead_of_being_dropped(Provider provider)
    {
        await using var store = await AuditedStore.OpenAsync(stores, provider);
        await store.RowsAsync(provider is Provider.Sqlite
            ? "CREATE TRIGGER full_disk BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'no space'); END"
            : "ALTER TABLE audit_entries ADD CONSTRAINT full_disk CHECK (false) NOT VALID");
        await Should.ThrowAsync<AuditUnavailableException>(store.Trail.RecordAsync(AuditedStore.Some("x"), default));

        await store.RowsAsync(provider is Provider.Sqlite ? "DROP TRIGGER full_disk" : "ALTER TABLE audit_entries DROP CONSTRAINT full_disk");
        await store.Trail.RecordAsync(AuditedStore.Some("y"), default);
        (await store.Archive.FindAsync(All, default)).Single().Target.ShouldBe("y");
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Takes_what_a_stranger_sends_and_gives_it_back_bounded_and_readable(Provider provider)
    {
        await using var store = await AuditedStore.OpenAsync(stores, provider);
        await store.Trail.RecordAsync(AuditedStore.Some("𠮷\uD800\0\r\n<img onerror>" + new string('长', 10_000)) with
        {
            Detail = Enumerable.Range(0, 100).ToDictionary(i => $"key{i:D3}", _ => new string('x', 10_000)),
        }, default);

        var entry = (await store.Archive.FindAsync(All, default)).Single();
        entry.Target.ShouldStartWith("𠮷\uFFFD\uFFFD\uFFFD\uFFFD<img onerror>长");
        entry.Target.Length.ShouldBe(256);
        entry.Detail.Length.ShouldBeLessThan(20_000);
        (await store.CheckAsync()).Holds.ShouldBeTrue();
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Finds_by_time_person_action_outcome_region_and_words_and_turns_pages(Provider provider)
    {
        await using var store = await AuditedStore.OpenAsync(stores, provider);
        await store.RecordAsync(5);
        await store.Trail.RecordAsync(AuditedStore.Some("100%_sure") with { Region = RegionCode.Parse("440781110000"), Outcome = AuditOutcome.Done }, default);

        async Task<long[]> Found(AuditSearch search) => [.. (await store.Archive.FindAsync(search, default)).Select(entry => entry.Sequence)];
        (await Found(All with { Limit = 2 })).ShouldBe([6, 5]);
        (await Found(All with { Limit = 2, Before = 5 })).ShouldBe([4, 3]);
        (await Found(All with { Outcome = AuditOutcome.Done })).ShouldBe([6]);
        (await Found(All with { Text = "%_" })).ShouldBe([6]);
        (await Found(All with { Text = "_" })).ShouldBe([6]);
        (await Found(All with { Text = "target-3" })).ShouldBe([3]);
        (await Found(All with { Actor = "nobody" })).ShouldBeEmpty();
        (await Found(All with { Actor = "town", Action = AuditActions.Denied })).Length.ShouldBe(6);
        (await Found(All with { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.UnixEpoch.AddDays(1) })).ShouldBeEmpty();
        (await Found(All with { WithoutRegion = false })).ShouldBe([6]);
        (await Found(new() { Scope = RegionScope.Of(RegionCode.Parse("440703101000")), WithoutRegion = false })).ShouldBeEmpty();
        (await Found(new() { Scope = default, WithoutRegion = true })).ShouldBeEmpty();
    }

    private static AuditSearch All => new() { Scope = City, WithoutRegion = true };

    private static async Task ChangeAsync(AuditedStore store, string id, bool commit)
    {
        await using var db = store.Db();
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.IngestTokens.Add(new IngestToken { Id = id, Name = id, Hash = id, Scope = City.Root, CreatedAt = DateTimeOffset.UnixEpoch });
        await db.SaveChangesAsync();
        await store.Trail.AppendAsync(db, AuditedStore.Some(id), default);
        if (commit) await transaction.CommitAsync();
    }
}

using CommandCenter.Store.Nodes;
using CommandCenter.Store.Tests.Host;

namespace CommandCenter.Store.Tests.Nodes;

[Collection(Stores.Name)]
public sealed class StoreLeaseTests(Stores stores)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10), Over = TimeSpan.Zero;

    [Fact]
    public async Task One_node_holds_it_and_the_others_learn_who_and_where()
    {
        await using var store = await stores.OpenAsync(Provider.Postgres);
        var (here, there) = (Lease(store, "here"), Lease(store, "there"));

        (await here.AskAsync("http://here", Long, default)).ShouldBe(new(IsMine: true, 1, "http://here"));
        (await there.AskAsync("http://there", Long, default)).ShouldBe(new(IsMine: false, 1, "http://here"));
        (await here.AskAsync("http://here", Long, default)).ShouldBe(new(IsMine: true, 1, "http://here"));
    }

    [Fact]
    public async Task Another_takes_it_when_the_holder_was_silent_or_gave_it_back()
    {
        await using var store = await stores.OpenAsync(Provider.Postgres);
        var (here, there) = (Lease(store, "here"), Lease(store, "there"));
        await here.AskAsync("http://here", Over, default);

        (await there.AskAsync("http://there", Long, default)).ShouldBe(new(IsMine: true, 2, "http://there"));
        (await here.AskAsync("http://here", Long, default)).IsMine.ShouldBeFalse();
        await here.ReleaseAsync(default); // not its own to give
        (await here.AskAsync("http://here", Long, default)).IsMine.ShouldBeFalse();
        await there.ReleaseAsync(default);
        (await here.AskAsync("http://here", Long, default)).ShouldBe(new(IsMine: true, 3, "http://here"));
    }

    [Fact]
    public async Task Many_who_ask_at_once_get_one_holder()
    {
        await using var store = await stores.OpenAsync(Provider.Postgres);
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Lease(store, $"node {i}").AskAsync($"http://{i}", Long, default)));
        answers.Count(answer => answer.IsMine).ShouldBe(1);
        answers.Select(answer => answer.HolderUrl).Where(url => url.Length > 0).Distinct().Count().ShouldBe(1);
    }

    private static StoreLease Lease(TestStore store, string node) => new(store.Factory, "intake", node);
}

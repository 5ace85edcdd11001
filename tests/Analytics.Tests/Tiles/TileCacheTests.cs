using CommandCenter.Analytics.Tests.Layers;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Status;

namespace CommandCenter.Analytics.Tests.Tiles;

public sealed class TileCacheTests
{
    private readonly CountingTiles _source = new();

    [Fact]
    public async Task A_tile_is_drawn_once_for_a_scope_and_source()
    {
        var cache = new TileCache(1_000_000);
        var first = await cache.Over(_source).TileAsync(SampleLayer.City, Tile(1), default);
        (await cache.Over(_source).TileAsync(SampleLayer.City, Tile(1), default)).ShouldBe(first);
        _source.Asked.ShouldBe(1);
        await cache.Over(_source).TileAsync(SampleLayer.Town, Tile(1), default);
        await cache.Over(new CountingTiles()).TileAsync(SampleLayer.City, Tile(1), default);
        _source.Asked.ShouldBe(2);
        cache.Forget(_source);
        await cache.Over(_source).TileAsync(SampleLayer.City, Tile(1), default);
        _source.Asked.ShouldBe(3);
    }

    [Fact]
    public async Task Another_filter_is_another_tile_and_an_equal_one_the_same()
    {
        var tiles = new TileCache(1_000_000).Over(_source);
        var noon = new DateTimeOffset(2026, 11, 24, 4, 0, 0, TimeSpan.Zero);
        foreach (var _ in new[] { 1, 2 })
            foreach (var filter in new TileFilter[] { new(), new("学校"), new("医院"), new("学校", WarningColor.Red), new("学校", Time: (noon, noon)) })
                await tiles.TileAsync(SampleLayer.City, Tile(1), filter, default);
        _source.Asked.ShouldBe(5);
    }

    [Fact]
    public async Task It_keeps_what_was_used_last_within_its_bytes()
    {
        var cache = new TileCache(3 * (1_000 + 256));
        foreach (var x in new[] { 1, 2, 3, 1, 4 }) await cache.Over(_source).TileAsync(SampleLayer.City, Tile(x), default);
        cache.Bytes.ShouldBe(3 * (1_000 + 256));
        _source.Asked.ShouldBe(4);
        await cache.Over(_source).TileAsync(SampleLayer.City, Tile(1), default);
        _source.Asked.ShouldBe(4);
        await cache.Over(_source).TileAsync(SampleLayer.City, Tile(2), default);
        _source.Asked.ShouldBe(5);
    }

    [Fact]
    public async Task Nothing_is_an_answer_too_and_what_is_too_large_is_not_kept()
    {
        var cache = new TileCache(1_000);
        _source.Bytes = 0;
        (await cache.Over(_source).TileAsync(SampleLayer.City, Tile(1), default)).ShouldBeNull();
        await cache.Over(_source).TileAsync(SampleLayer.City, Tile(1), default);
        _source.Asked.ShouldBe(1);
        _source.Bytes = 5_000;
        await cache.Over(_source).TileAsync(SampleLayer.City, Tile(2), default);
        cache.Bytes.ShouldBe(256);
    }

    [Fact]
    public async Task Who_asks_at_once_waits_for_one_answer_and_may_leave()
    {
        var cache = new TileCache(1_000_000);
        _source.Gate = new();
        using var left = new CancellationTokenSource();
        var leaving = cache.Over(_source).TileAsync(SampleLayer.City, Tile(1), left.Token);
        var staying = Enumerable.Range(0, 10).Select(_ => cache.Over(_source).TileAsync(SampleLayer.City, Tile(1), default)).ToList();
        await left.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(leaving);
        _source.Gate.SetResult();
        foreach (var answer in await Task.WhenAll(staying)) answer!.Value.Length.ShouldBe(1_000);
        _source.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_is_told_and_asked_again()
    {
        var cache = new TileCache(1_000_000);
        _source.Fails = true;
        await Should.ThrowAsync<IOException>(cache.Over(_source).TileAsync(SampleLayer.City, Tile(1), default));
        _source.Fails = false;
        (await cache.Over(_source).TileAsync(SampleLayer.City, Tile(1), default)).ShouldNotBeNull();
    }

    private static TileId Tile(int x) => TileId.TryMake(10, x, 0, out var tile) ? tile : throw new ArgumentOutOfRangeException(nameof(x));

    private sealed class CountingTiles : IFilteredTiles
    {
        private int _asked;

        public string Layer => "places";

        public int Asked => _asked;

        public int Bytes { get; set; } = 1_000;

        public bool Fails { get; set; }

        public TaskCompletionSource? Gate { get; set; }

        public Task<ReadOnlyMemory<byte>?> TileAsync(RegionScope scope, TileId tile, CancellationToken cancel) => TileAsync(scope, tile, TileFilter.None, cancel);

        public async Task<ReadOnlyMemory<byte>?> TileAsync(RegionScope scope, TileId tile, TileFilter filter, CancellationToken cancel)
        {
            Interlocked.Increment(ref _asked);
            if (Gate is not null) await Gate.Task;
            if (Fails) throw new IOException("Broken.");
            return Bytes == 0 ? default(ReadOnlyMemory<byte>?) : new byte[Bytes];
        }
    }
}

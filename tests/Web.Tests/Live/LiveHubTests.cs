using System.Net.WebSockets;

namespace CommandCenter.Web.Tests.Live;

public sealed class LiveHubTests
{
    private const string City = "counting:440700000000";
    private const string Taishan = "counting:440781000000";
    private static readonly (string, string) _noHeartbeat = ("Live:Heartbeat", "01:00:00");

    [Fact]
    public async Task Sends_a_snapshot_and_then_only_the_members_that_changed()
    {
        var panel = new CountingPanel();
        await using var server = await LiveServer.StartAsync(panel, _noHeartbeat);
        await using var screen = await server.ConnectAsync();
        (await screen.SubscribeAsync(City)).ShouldBeEmpty();

        var snapshot = await screen.NextAsync();
        snapshot.Method.ShouldBe("snapshot");
        snapshot.Data.GetRawText().ShouldBe("""{"value":0,"region":"440700000000","bulk":null}""");

        panel.Move(7);
        var delta = await screen.NextAsync();
        delta.Method.ShouldBe("delta");
        delta.Data.GetRawText().ShouldBe("""{"value":7}""");
        delta.Offset.ShouldBe(snapshot.Offset + 1);
        delta.Epoch.ShouldBe(snapshot.Epoch);
    }

    [Fact]
    public async Task A_hundred_screens_cost_as_many_reads_as_one()
    {
        async Task<int> ReadsWith(int screens)
        {
            var panel = new CountingPanel();
            await using var server = await LiveServer.StartAsync(panel, _noHeartbeat);
            var all = await Task.WhenAll(Enumerable.Range(0, screens).Select(_ => server.ConnectAsync()));
            foreach (var screen in all) await screen.SubscribeAsync(City);
            foreach (var screen in all) await screen.NextAsync();
            for (var value = 1; value <= 3; value++)
            {
                panel.Move(value);
                foreach (var screen in all) (await screen.NextAsync()).Data.GetProperty("value").GetInt32().ShouldBe(value);
            }
            foreach (var screen in all) await screen.DisposeAsync();
            return panel.Reads;
        }

        (await ReadsWith(100)).ShouldBe(await ReadsWith(1));
    }

    [Fact]
    public async Task Joins_nothing_outside_the_scope_unknown_or_malformed()
    {
        var panel = new CountingPanel();
        await using var server = await LiveServer.StartAsync(panel);
        await using var screen = await server.ConnectAsync(scope: "440781001000");
        string[] keys = [City, Taishan, "counting:440781002000", "nothing:440781001000", "counting:440781001001", "counting:44078100100", "counting", "", "counting:４４０７８１００１０００"];

        (await screen.SubscribeAsync(keys)).ShouldBe(keys);
        panel.Reads.ShouldBe(0);
        (await screen.SubscribeAsync("counting:440781001000")).ShouldBeEmpty();
        (await screen.NextAsync()).Key.ShouldBe("counting:440781001000");
    }

    [Fact]
    public async Task Refuses_a_caller_who_is_not_signed_in()
    {
        await using var server = await LiveServer.StartAsync(new CountingPanel());
        await Should.ThrowAsync<WebSocketException>(() => server.ConnectAsync(scope: ""));
    }

    [Fact]
    public async Task Subscribing_again_after_a_gap_gives_a_snapshot_without_another_read()
    {
        var panel = new CountingPanel();
        await using var server = await LiveServer.StartAsync(panel, _noHeartbeat);
        await using var screen = await server.ConnectAsync();
        await screen.SubscribeAsync(City);
        await screen.NextAsync();
        panel.Move(7);
        var delta = await screen.NextAsync();

        await screen.SubscribeAsync(City);
        var snapshot = await screen.NextAsync();
        snapshot.Method.ShouldBe("snapshot");
        snapshot.Offset.ShouldBe(delta.Offset);
        snapshot.Data.GetProperty("value").GetInt32().ShouldBe(7);
        panel.Reads.ShouldBe(2);
    }

    [Fact]
    public async Task A_restarted_server_has_another_epoch()
    {
        async Task<string> Epoch()
        {
            await using var server = await LiveServer.StartAsync(new CountingPanel());
            await using var screen = await server.ConnectAsync();
            await screen.SubscribeAsync(City);
            return (await screen.NextAsync()).Epoch;
        }

        (await Epoch()).ShouldNotBe(await Epoch());
    }

    [Fact]
    public async Task Says_nothing_when_nothing_drawn_moved_but_the_heartbeat_moves_the_as_of()
    {
        var panel = new CountingPanel();
        await using var server = await LiveServer.StartAsync(panel, ("Live:Heartbeat", "00:00:01"), ("Live:Interval", "00:00:00.020"));
        await using var screen = await server.ConnectAsync();
        await screen.SubscribeAsync(City);
        var snapshot = await screen.NextAsync();
        panel.Move(0);

        var beat = await screen.NextAsync();
        beat.Data.GetRawText().ShouldBe("{}");
        (beat.AsOf - snapshot.AsOf).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public async Task A_knock_in_one_region_does_not_read_another()
    {
        var panel = new CountingPanel();
        await using var server = await LiveServer.StartAsync(panel, _noHeartbeat);
        await using var screen = await server.ConnectAsync();
        await screen.SubscribeAsync(Taishan, "counting:440783000000");
        await screen.NextAsync();
        await screen.NextAsync();

        panel.Move(7, region: "440783001000");
        (await screen.NextAsync()).Key.ShouldBe("counting:440783000000");
        panel.Reads.ShouldBe(3);
    }

    [Fact]
    public async Task A_broken_panel_sends_nothing_and_comes_back_by_itself()
    {
        var panel = new CountingPanel { Broken = true };
        await using var server = await LiveServer.StartAsync(panel, ("Live:Heartbeat", "00:00:00.200"), ("Live:Interval", "00:00:00.020"));
        await using var screen = await server.ConnectAsync();
        await screen.SubscribeAsync(City);
        while (panel.Reads < 3) await Task.Delay(20);
        screen.Pending().ShouldBeEmpty();

        panel.Broken = false;
        (await screen.NextAsync()).Method.ShouldBe("snapshot");
    }

    [Fact]
    public async Task Reads_nothing_when_the_last_screen_has_left()
    {
        var panel = new CountingPanel();
        await using var server = await LiveServer.StartAsync(panel, ("Live:Heartbeat", "00:00:00.100"), ("Live:Interval", "00:00:00.020"));
        await using var screen = await server.ConnectAsync();
        await screen.SubscribeAsync(City);
        await screen.NextAsync();
        await screen.UnsubscribeAsync(City);
        var reads = panel.Reads;

        await Task.Delay(300);
        panel.Reads.ShouldBeLessThanOrEqualTo(reads + 1);
    }

    [Fact]
    public async Task A_frozen_screen_delays_nobody()
    {
        var panel = new CountingPanel { Weight = new string('x', 200_000) };
        await using var server = await LiveServer.StartAsync(panel, _noHeartbeat, ("Live:Interval", "00:00:00.001"));
        await using var frozen = await server.FreezeAsync(City);
        await using var screen = await server.ConnectAsync();
        await screen.SubscribeAsync(City);
        var last = await screen.NextAsync();
        for (var value = 1; value <= 100; value++)
        {
            panel.Move(value);
            var delta = await screen.NextAsync();
            delta.Offset.ShouldBe(last.Offset + 1);
            last = delta;
        }
    }

    [Fact]
    public async Task Bounds_the_keys_of_a_connection()
    {
        await using var server = await LiveServer.StartAsync(new CountingPanel(), ("Live:KeysPerConnection", "2"));
        await using var screen = await server.ConnectAsync();
        (await screen.SubscribeAsync(City, Taishan, "counting:440783000000")).ShouldBe(["counting:440783000000"]);
        await screen.UnsubscribeAsync(City);
        (await screen.SubscribeAsync("counting:440783000000")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Bounds_the_keys_of_an_account_over_its_connections_and_takes_nothing_from_another()
    {
        await using var server = await LiveServer.StartAsync(new CountingPanel(), ("Live:KeysPerAccount", "2"));
        await using var one = await server.ConnectAsync(account: "greedy");
        await using var two = await server.ConnectAsync(account: "greedy");
        await using var other = await server.ConnectAsync(account: "other");
        (await one.SubscribeAsync(City, Taishan)).ShouldBeEmpty();
        (await two.SubscribeAsync(City, "counting:440783000000")).ShouldBe(["counting:440783000000"]);
        (await other.SubscribeAsync("counting:440783000000", "counting:440781001000")).ShouldBeEmpty();

        await one.UnsubscribeAsync(City, Taishan);
        (await two.SubscribeAsync("counting:440783000000")).ShouldBeEmpty();
    }
}

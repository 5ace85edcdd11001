using CommandCenter.Domain.Access;
using CommandCenter.Web.Map;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace CommandCenter.Web.Live;

/// <summary>Where screens follow live panels: <c>Subscribe</c> and <c>Unsubscribe</c> in, <c>snapshot</c> and <c>delta</c> out.
/// A screen that finds a hole in the offsets, or another epoch, subscribes again and gets a snapshot.</summary>
[Authorize(Permissions.View)]
public sealed class LiveHub(LiveFeed feed, AtlasHolder atlases, IHubContext<LiveHub> screens, IOptions<LiveOptions> options) : Hub
{
    private LiveLine Line => (LiveLine)Context.Items[typeof(LiveLine)]!;

    public override Task OnConnectedAsync()
    {
        Context.Items[typeof(LiveLine)] =
            new LiveLine(Context.UserIdentifier ?? Context.ConnectionId, screens.Clients.Client(Context.ConnectionId), options.Value.Outbox, Context.ConnectionAborted);
        feed.Enter();
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        feed.LeaveAll(Line);
        return Task.CompletedTask;
    }

    /// <summary>Follows each key whose region exists in the caller's scope. Returns the refused ones, without telling why.</summary>
    public string[] Subscribe(string[] keys)
    {
        var scope = Context.User!.RegionScope();
        var regions = atlases.Current.Tree;
        bool Joins(string text) =>
            LiveKey.TryParse(text, out var key) && regions.Find(key.Region) is not null && feed.Join(key, scope, Line);
        return [.. keys.Where(key => !Joins(key))];
    }

    public void Unsubscribe(string[] keys)
    {
        foreach (var text in keys)
            if (LiveKey.TryParse(text, out var key))
                feed.Leave(key, Line);
    }
}

using Microsoft.AspNetCore.SignalR;

namespace CommandCenter.Web.Live;

/// <summary>How the two lines of a page, its hub connection and its circuit, learn that the other side is gone.</summary>
public static class LiveLines
{
    public static void Configure(HubOptions line)
    {
        // A page that hears nothing for 15 s (js/live.js, js/start.js) looks for the server anew.
        line.KeepAliveInterval = TimeSpan.FromSeconds(5);
        // The browser lets a hidden tab speak once a minute; it is no reason to hang up.
        line.ClientTimeoutInterval = TimeSpan.FromSeconds(75);
    }
}

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommandCenter.Web.Tests.Host;

/// <summary>A WMTS on loopback that gives a small picture for every tile, or whatever a test wants it to say.</summary>
internal sealed class MapService : IAsyncDisposable
{
    public const string Key = "0123456789abcdef0123456789abcdef";

    /// <summary>One pixel.</summary>
    public static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg==");

    private readonly WebApplication _app;

    private MapService(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Paths and questions that came.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>What it says instead of a picture.</summary>
    public Func<HttpResponse, Task>? Says { get; set; }

    public static async Task<MapService> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var self = new MapService(app);
        app.Run(async context =>
        {
            self.Asked.Enqueue(context.Request.Path + context.Request.QueryString);
            if (self.Says is { } says) await says(context.Response);
            else await WriteAsync(context.Response, "image/png", Picture);
        });
        await app.StartAsync();
        return self;
    }

    public static Task WriteAsync(HttpResponse response, string mediaType, byte[] bytes)
    {
        response.ContentType = mediaType;
        return response.Body.WriteAsync(bytes).AsTask();
    }

    /// <summary>The city's own base map: one tile.</summary>
    public static string MakeFolder(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "9", "416"));
        File.WriteAllBytes(Path.Combine(folder, "9", "416", "222.png"), Picture);
        return folder;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

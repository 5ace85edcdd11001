using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommandCenter.EndToEnd.Video;

/// <summary>A video platform on loopback: one live picture in H.264, made by ffmpeg while it runs, under as many names as are asked for. Browsers
/// of these tests know it as <c>video.example.test</c>.</summary>
internal sealed class VideoPlatform : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Process _ffmpeg;
    private readonly string _folder;

    private VideoPlatform(WebApplication app, Process ffmpeg, string folder) => (_app, _ffmpeg, _folder) = (app, ffmpeg, folder);

    /// <summary>As <c>Video:Sources</c> names it.</summary>
    public string Origin => $"http://video.example.test:{new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port}";

    /// <summary>Names whose pictures are away, and the status that is answered instead.</summary>
    public ConcurrentDictionary<string, int> Dead { get; } = [];

    /// <summary>Names that were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public string UrlOf(string name) => $"{Origin}/{name}/live.m3u8?token=s3cret";

    public static async Task<VideoPlatform> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("command-center-video-").FullName;
        var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg",
        [
            "-loglevel", "error", "-nostdin", "-re", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10",
            "-c:v", "libx264", "-preset", "ultrafast", "-profile:v", "baseline", "-pix_fmt", "yuv420p", "-g", "10",
            "-f", "hls", "-hls_time", "1", "-hls_list_size", "10", "-hls_flags", "delete_segments", Path.Combine(folder, "live.m3u8"),
        ]))!;
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var self = new VideoPlatform(app, ffmpeg, folder);
        app.Run(self.AnswerAsync);
        await app.StartAsync();
        for (var tries = 0; tries < 600 && !File.Exists(Path.Combine(folder, "live1.ts")); tries++) await Task.Delay(100);
        return self;
    }

    public async ValueTask DisposeAsync()
    {
        _ffmpeg.Kill();
        await _ffmpeg.WaitForExitAsync();
        _ffmpeg.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        context.Response.Headers.CacheControl = "no-store";
        if (context.Request.Path.Value!.Split('/') is not ["", var name, var file] || file != Path.GetFileName(file)) return;
        Asked.Enqueue(name);
        var path = Path.Combine(_folder, file);
        if (Dead.TryGetValue(name, out var status) || !File.Exists(path))
        {
            context.Response.StatusCode = status == 0 ? StatusCodes.Status404NotFound : status;
            return;
        }

        context.Response.ContentType = file.EndsWith(".m3u8", StringComparison.Ordinal) ? "application/vnd.apple.mpegurl" : "video/mp2t";
        await context.Response.SendFileAsync(path);
    }
}

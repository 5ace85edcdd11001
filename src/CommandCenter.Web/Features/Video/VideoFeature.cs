using CommandCenter.Web.Shared.Hosting;

namespace CommandCenter.Web.Features.Video;

/// <summary>视频: cameras found by name, class and region, and a wall of their pictures. Its drawing is wwwroot/js/video.</summary>
internal static class VideoFeature
{
    /// <summary>Needs the devices, the atlas and the audit trail.</summary>
    public static WebApplicationBuilder AddVideo(this WebApplicationBuilder builder)
    {
        var options = VideoOptions.Read(builder.Configuration);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<CameraShelf>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CameraShelf>());
        builder.Services.AddSingleton<VideoDesk>();
        foreach (var source in options.Sources) builder.Services.AddSingleton(new MediaOrigin(source.ToString()));
        return builder;
    }

    public static WebApplication MapVideo(this WebApplication app)
    {
        VideoRoutes.Map(app);
        return app;
    }
}

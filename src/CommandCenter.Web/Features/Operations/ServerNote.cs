using System.Text.Json;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CommandCenter.Web.Features.Operations;

/// <summary>A note in the data folder saying where the server of this folder answers: a verb that cannot open the folder beside it
/// asks the server instead.</summary>
internal sealed class ServerNote(CommandCenterOptions options, IServer server, IHostApplicationLifetime lifetime) : IHostedService
{
    public const string FileName = "server.json";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Write);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        File.Delete(PathIn(options));
        return Task.CompletedTask;
    }

    /// <summary>The address of the server that has the folder now, or null.</summary>
    public static async Task<Uri?> FindAsync(CommandCenterOptions options, HttpClient http, CancellationToken cancel)
    {
        try
        {
            if (JsonSerializer.Deserialize<string[]>(await File.ReadAllBytesAsync(PathIn(options), cancel)) is not [var url, ..]) return null;
            var address = new Uri(url.Replace("://[::]", "://127.0.0.1").Replace("://0.0.0.0", "://127.0.0.1"));
            (await http.GetAsync(new Uri(address, "/version"), cancel)).EnsureSuccessStatusCode();
            return address;
        }
        catch (Exception gone) when (gone is IOException or HttpRequestException or JsonException or UriFormatException)
        {
            return null; // No server, or one that was killed and left its note.
        }
    }

    private void Write() => File.WriteAllBytes(
        PathIn(options), JsonSerializer.SerializeToUtf8Bytes(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []));

    private static string PathIn(CommandCenterOptions options) => Path.Combine(options.DataFolder, FileName);
}

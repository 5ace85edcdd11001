using System.Net;
using System.Security.Cryptography.X509Certificates;
using CommandCenter.LoopbackClickHouse;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// --folder DIR [--port N] [--user NAME] [--password TEXT] [--certificate FILE.pfx]
string? Option(string name) => args.SkipWhile(arg => arg != "--" + name).ElementAtOrDefault(1);

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Critical);
builder.Services.AddRequestDecompression();
builder.WebHost.UseKestrelHttpsConfiguration();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.Limits.MaxRequestLineSize = 1024 * 1024; // http_max_uri_size of a server
    kestrel.Limits.MaxRequestBufferSize = 2 * 1024 * 1024;
    kestrel.Limits.MaxRequestBodySize = null;
    kestrel.Limits.MinRequestBodyDataRate = null;
    kestrel.Listen(IPAddress.Loopback, int.Parse(Option("port") ?? "0"), endpoint =>
    {
        if (Option("certificate") is { } file) endpoint.UseHttps(X509CertificateLoader.LoadPkcs12FromFile(file, null));
    });
});
using var door = new LoopbackDoor(
    Option("folder") ?? throw new ArgumentException("--folder is missing."), Option("user") ?? "default", Option("password") ?? "");
var app = builder.Build();
app.UseRequestDecompression();
app.Map("/ping", () => "Ok.\n");
app.Map("/", (HttpContext context) => door.AnswerAsync(context));
await app.StartAsync();
Console.WriteLine(LoopbackServer.Ready + app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
await app.WaitForShutdownAsync();

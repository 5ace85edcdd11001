using CommandCenter.Web.Features.Access;
using CommandCenter.Web.Live;
using CommandCenter.Web.Shared.Hosting;
using CommandCenter.Web.Verbs;

if (Verbs.IsAsked(args)) return await Verbs.RunAsync(args);

var builder = WebApplication.CreateBuilder(args);
builder.AddHosting();
builder.AddStore();
builder.AddAccess();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.AddLive();

var app = builder.Build();
app.UseHosting();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();

app.MapHosting();
app.MapAccess();
app.MapLive();

await app.RunAsync();
return 0;

using CommandCenter.Web.Shared;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddProblemDetails();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();

var app = builder.Build();
app.UseExceptionHandler();
app.MapStaticAssets().AllowAnonymous();
app.MapGet("/health/live", () => "ok").AllowAnonymous();
app.MapFallback(() => Problem.NotFound());
app.Run();

using CommandCenter.Web.Features.Access;
using CommandCenter.Web.Features.Alarms;
using CommandCenter.Web.Features.Audit;
using CommandCenter.Web.Features.Layers;
using CommandCenter.Web.Features.OneMap;
using CommandCenter.Web.Features.Operations;
using CommandCenter.Web.Features.Overview;
using CommandCenter.Web.Features.Regions;
using CommandCenter.Web.Features.Sensing;
using CommandCenter.Web.Indicators;
using CommandCenter.Web.Live;
using CommandCenter.Web.Map;
using CommandCenter.Web.Nodes;
using CommandCenter.Web.Shared.Hosting;
using CommandCenter.Web.Shell;
using CommandCenter.Web.Verbs;

if (Verbs.IsAsked(args)) return await Verbs.RunAsync(args);

var builder = WebApplication.CreateBuilder(args);
builder.AddHosting();
builder.AddStore();
builder.AddNodes();
builder.AddClickHouse();
builder.AddAccess();
builder.AddAudit();
builder.AddShell();
builder.AddMap();
builder.AddIndicators();
builder.AddRegions();
builder.AddOverview();
builder.AddSensing();
builder.AddAlarms();
builder.AddLayers();
builder.AddOneMap();
builder.AddLive();
builder.AddOperations();

var app = builder.Build();
app.UseHosting();
app.UseShellPages();
app.UseAccess();
app.UseAntiforgery();

app.MapHosting();
app.MapAccess();
app.MapAudit();
app.MapMap();
app.MapRegions();
app.MapSensing();
app.MapAlarms();
app.MapLayers();
app.MapOneMap();
app.MapLive();
app.MapOperations();
app.MapShell();

await app.RunAsync();
return 0;

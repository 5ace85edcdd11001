using System.Security.Claims;
using System.Text.Json;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Alarms;

/// <summary><c>/api/v1/alarms</c> and <c>/api/v1/alarm-rules</c>.</summary>
internal static class AlarmRoutes
{
    private const int LongestBody = 256 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var alarms = routes.MapGroup("/api/v1/alarms").RequireAuthorization(Permissions.View).WithTags("alarms");
        alarms.MapGet("", async ([AsParameters] AlarmQuestion question, AlarmsDesk desk, ClaimsPrincipal caller, CancellationToken cancel) =>
                Answer(await desk.ListAsync(caller, question, cancel)))
            .Produces<AlarmPage>().WithSummary("Alarms of the caller's scope, the newest first.");
        alarms.MapGet("counts", (string? region, AlarmsDesk desk, ClaimsPrincipal caller) => CountsAsync(region, desk, caller))
            .Produces<AlarmCounts>().WithSummary("Open alarms by colour.");
        alarms.MapGet("groups", (string? region, string? by, AlarmsDesk desk, ClaimsPrincipal caller) => Groups(region, by, desk, caller))
            .Produces<AlarmGroup[]>().WithSummary("Open alarms counted by=type, department or region (one level down).");
        alarms.MapGet("{id}", async (string id, AlarmsDesk desk, ClaimsPrincipal caller, CancellationToken cancel) => Answer(await desk.FindAsync(caller, id, cancel)))
            .Produces<AlarmDetail>().WithSummary("One alarm and every step of it.");
        alarms.MapGet("{id}/assignees", async (string id, AlarmsDesk desk, ClaimsPrincipal caller, CancellationToken cancel) => Answer(await desk.AssigneesAsync(caller, id, cancel)))
            .Produces<AssigneeList>().WithSummary("Who may be given the alarm.");
        routes.MapPost("/api/v1/alarms/steps", async (HttpContext context, AlarmsDesk desk, CancellationToken cancel) =>
                await ReadAsync<AlarmHandling>(context) is { } wish
                    ? Answer(await desk.HandleAsync(context.User, context.Address(), wish, cancel))
                    : Unreadable)
            .RequireAuthorization(Permissions.HandleAlarms).WithTags("alarms").Accepts<AlarmHandling>("application/json").Produces<HandlingResult>()
            .WithSummary("Acknowledge, assign, shelve, note or close alarms: {\"ids\",\"step\",\"text\"?,\"cause\"?,\"minutes\"?,\"assignee\"?}.");

        routes.MapGet("/api/v1/metrics", (DeviceRegister register) => register.Metrics.OrderBy(metric => metric.Name, StringComparer.Ordinal).Select(MetricView.Of))
            .RequireAuthorization(Permissions.View).WithTags("sensing").Produces<MetricView[]>().WithSummary("What devices measure.");

        var rules = routes.MapGroup("/api/v1/alarm-rules").WithTags("alarms");
        rules.MapGet("", (RulesDesk desk, ClaimsPrincipal caller) => Results.Json(desk.List(caller).Select(RuleJson.Of), RuleJson.Format))
            .RequireAuthorization(Permissions.View).Produces<RuleJson[]>().WithSummary("The rules that watch the caller's scope.");
        rules.MapGet("{id}", (string id, RulesDesk desk, ClaimsPrincipal caller) => Rule(desk.Find(caller, id)))
            .RequireAuthorization(Permissions.View).Produces<RuleJson>().WithSummary("One rule.");
        rules.MapPut("{id}", async (string id, HttpContext context, RulesDesk desk, CancellationToken cancel) =>
                await ReadAsync<RuleJson>(context) is { } wish
                    ? Rule(await desk.KeepAsync(context.User, context.Address(), wish.ToRule(id), wish.Row, cancel))
                    : Unreadable)
            .RequireAuthorization(Permissions.KeepRules).Accepts<RuleJson>("application/json").Produces<RuleJson>().WithSummary("Make a rule, or change it.");
        rules.MapDelete("{id}", async (string id, HttpContext context, RulesDesk desk, CancellationToken cancel) =>
                (await desk.RemoveAsync(context.User, context.Address(), id, cancel)).Refusal is { } refusal ? Of(refusal) : Results.NoContent())
            .RequireAuthorization(Permissions.KeepRules).Produces(StatusCodes.Status204NoContent).WithSummary("Remove a rule; its open alarms are closed.");
        rules.MapPost("trial", async (DateTimeOffset from, DateTimeOffset to, HttpContext context, RulesDesk desk, CancellationToken cancel) =>
                await ReadAsync<RuleJson>(context) is { } wish
                    ? Answer(await desk.TryAsync(context.User, wish.ToRule(wish.Id ?? "trial"), from, to, cancel))
                    : Unreadable)
            .RequireAuthorization(Permissions.KeepRules).Accepts<RuleJson>("application/json").Produces<TrialView>()
            .WithSummary("What the rule would have done from … to …: nothing is kept.");
    }

    private static IResult Unreadable => Problem.BadRequest("invalid_json", "内容不是合法的 JSON，或含有未知的值。");

    private static IResult CountsAsync(string? region, AlarmsDesk desk, ClaimsPrincipal caller)
    {
        var question = new AlarmQuestion(Region: region);
        if (question.Fault() is { } fault) return Of(fault);
        var scope = question.Within(caller.RegionScope());
        return scope.Root.IsRegion ? Results.Json(desk.Now(scope).Counts) : Problem.NotFound("region_not_found", "没有找到这个区划，或它不在您的管辖范围内。");
    }

    private static IResult Groups(string? region, string? by, AlarmsDesk desk, ClaimsPrincipal caller)
    {
        var question = new AlarmQuestion(Region: region);
        if (question.Fault() is { } fault) return Of(fault);
        var scope = question.Within(caller.RegionScope());
        if (!scope.Root.IsRegion) return Problem.NotFound("region_not_found", "没有找到这个区划，或它不在您的管辖范围内。");
        return by switch
        {
            null or "type" => Results.Json(desk.Groups(scope, alarm => alarm.Type)),
            "department" => Results.Json(desk.Groups(scope, alarm => alarm.Department)),
            "region" => Results.Json(desk.Groups(scope, desk.BelowOf(scope))),
            _ => Problem.BadRequest("invalid_by", "by 应为 type、department 或 region。"),
        };
    }

    private static async Task<T?> ReadAsync<T>(HttpContext context) where T : class
    {
        if (context.Request.ContentLength > LongestBody) return null;
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, RuleJson.Format, context.RequestAborted);
        }
        catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private static IResult Answer<T>(Outcome<T> outcome) where T : class => outcome.Value is { } value ? Results.Json(value, RuleJson.Format) : Of(outcome.Refusal!);

    private static IResult Rule(Outcome<KeptRule> outcome) => outcome.Value is { } kept ? Results.Json(RuleJson.Of(kept), RuleJson.Format) : Of(outcome.Refusal!);

    private static IResult Of(Refusal refusal) => Problem.Of(refusal.Status, refusal.Code, refusal.Detail);
}

using System.Globalization;
using System.Security.Claims;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Alarms;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Status;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Nodes;
using CommandCenter.Store.Records;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommandCenter.Web.Features.Alarms;

/// <summary>The door to alarms: what is open in the caller's scope, and what is done about it. Each thing done is in the steps of its alarm
/// and in the audit trail, or was not done.</summary>
internal sealed class AlarmsDesk(
    IDbContextFactory<CommandCenterDb> stores, AlarmBoard board, RuleBook book, DeviceRegister register, AtlasHolder atlases, AuditTrail trail, StoreChanges changes,
    IOptions<AlarmOptions> options, TimeProvider clock)
{
    private const int Attempts = 5;
    private static readonly string[] Handlers = [Roles.Staff, Roles.Dispatcher, Roles.TownCadre];
    private static readonly Refusal NotFound = new(StatusCodes.Status404NotFound, "alarm_not_found", "没有找到这条告警。");
    private static readonly Refusal NoRegion = new(StatusCodes.Status404NotFound, "region_not_found", "没有找到这个区划，或它不在您的管辖范围内。");
    private static readonly Refusal NoDuty = new(StatusCodes.Status403Forbidden, "forbidden", "您的角色不能处置告警。");

    public static bool MayHandle(ClaimsPrincipal caller) => caller.Role() is { } role && Handlers.Contains(role);

    /// <summary>Counts and alarms that are open now, from memory.</summary>
    public (AlarmCounts Counts, IReadOnlyList<AlarmRecord> Open) Now(RegionScope scope) => (board.Count(scope), board.Open(scope));

    /// <summary>Open alarms counted by what <paramref name="key"/> says of each; shelved ones are left out.</summary>
    public IReadOnlyList<AlarmGroup> Groups(RegionScope scope, Func<AlarmRecord, string> key) =>
    [
        .. board.Open(scope).Where(alarm => alarm.ShelvedUntil is null).GroupBy(key).Select(group => new AlarmGroup(
            group.Key, Count(group, WarningColor.Red), Count(group, WarningColor.Orange), Count(group, WarningColor.Yellow), Count(group, WarningColor.Blue),
            group.Count(alarm => alarm.AcknowledgedAt is null))).OrderByDescending(group => group.Holding).ThenBy(group => group.Key, StringComparer.Ordinal),
    ];

    /// <summary>The region one level below a scope's root that an alarm lies in.</summary>
    public Func<AlarmRecord, string> BelowOf(RegionScope scope)
    {
        var children = atlases.Current.Tree.Children(scope.Root);
        var level = children.Count > 0 ? children[0].Level : scope.Root.DigitLevel;
        return alarm => alarm.Region.Ancestor(level).ToString();
    }

    public async Task<Outcome<AlarmPage>> ListAsync(ClaimsPrincipal caller, AlarmQuestion question, CancellationToken cancel)
    {
        if (question.Fault() is { } fault) return fault;
        var scope = question.Within(caller.RegionScope());
        if (!scope.Root.IsRegion) return NoRegion;
        await using var store = await stores.CreateDbContextAsync(cancel);
        var found = await question.Of(store.Alarms.AsNoTracking(), scope).ToListAsync(cancel);
        var rows = found.Take(question.Rows).Select(View).ToArray();
        return new AlarmPage(rows, found.Count > rows.Length ? rows[^1].Id : null);
    }

    public async Task<Outcome<AlarmDetail>> FindAsync(ClaimsPrincipal caller, string id, CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        var alarm = await store.Alarms.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancel);
        if (alarm is null || !caller.RegionScope().Covers(alarm.Region)) return NotFound;
        var steps = await store.AlarmSteps.AsNoTracking().Where(step => step.Alarm == id).OrderBy(step => step.Id).ToListAsync(cancel);
        var times = await store.Alarms.CountAsync(one => one.Device == alarm.Device && one.Rule == alarm.Rule, cancel);
        return new AlarmDetail(View(alarm), [.. steps.Select(StepView.Of)], book.Find(alarm.Rule)?.Rule.Advice ?? "", times);
    }

    /// <summary>Accounts that the alarm can be given to.</summary>
    public async Task<Outcome<AssigneeList>> AssigneesAsync(ClaimsPrincipal caller, string id, CancellationToken cancel)
    {
        var found = await FindAsync(caller, id, cancel);
        return found.Value is { } detail ? new AssigneeList(await AssigneesAsync(caller, RegionCode.Parse(detail.Alarm.Region), cancel)) : found.Refusal!;
    }

    /// <summary>Accounts that an alarm of a region can be given to: they handle alarms, and their scope covers the region.</summary>
    private async Task<IReadOnlyList<AssigneeView>> AssigneesAsync(ClaimsPrincipal caller, RegionCode region, CancellationToken cancel)
    {
        if (!caller.RegionScope().Covers(region)) return [];
        await using var store = await stores.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        RegionCode[] above = [.. Enum.GetValues<RegionLevel>().Select(region.Ancestor).Distinct()];
        var found = await (
            from account in store.Accounts.AsNoTracking()
            where above.Contains(account.Scope) && account.DisabledAt == null && !account.IsDisplay && (account.ExpiresAt == null || account.ExpiresAt > now)
            join held in store.UserRoles on account.Id equals held.UserId
            join role in store.Roles on held.RoleId equals role.Id
            where Handlers.Contains(role.Name)
            orderby account.DisplayName
            select new { account.Id, account.DisplayName, Role = role.Name!, account.Scope }).Take(200).ToListAsync(cancel);
        return [.. found.Select(one => new AssigneeView(one.Id, one.DisplayName, RoleNames.Of(one.Role), PlaceOf(one.Scope)))];
    }

    /// <summary>Does one thing with some alarms. Each is done or refused by itself.</summary>
    public async Task<Outcome<HandlingResult>> HandleAsync(ClaimsPrincipal caller, string address, AlarmHandling wish, CancellationToken cancel)
    {
        if (!MayHandle(caller)) return NoDuty;
        if (wish.Fault(options.Value) is { } fault) return fault;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(caller, address, wish, cancel);
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // Another one handled an alarm of these at this moment: look again at what is left to do.
            }
        }
    }

    private async Task<Outcome<HandlingResult>> TryAsync(ClaimsPrincipal caller, string address, AlarmHandling wish, CancellationToken cancel)
    {
        var ids = wish.Ids!.Distinct().ToList();
        await using var store = await stores.CreateDbContextAsync(cancel);
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        var found = await store.Alarms.Where(alarm => ids.Contains(alarm.Id)).ToDictionaryAsync(alarm => alarm.Id, cancel);
        var (refused, done) = (new List<RefusedAlarm>(), new List<AlarmRecord>());
        var (actor, now) = (new AlarmActor(caller.AccountId()!, caller.FindFirstValue(AccountClaims.DisplayName) ?? caller.Identity!.Name!), clock.GetUtcNow());
        var assignees = new Dictionary<RegionCode, string?>();
        foreach (var id in ids)
        {
            var alarm = found.GetValueOrDefault(id) is { } one && caller.RegionScope().Covers(one.Region) ? one : null;
            var assignee = alarm is not null && wish.Step is AlarmStepKind.Assigned ? await AssigneeAsync(caller, wish.Assignee!, alarm.Region, assignees, cancel) : null;
            var refusal = alarm is null ? NotFound : wish.Step is AlarmStepKind.Assigned && assignee is null
                ? new(StatusCodes.Status400BadRequest, "invalid_assignee", "该人员不能处置这里的告警。")
                : wish.Against(alarm);
            if (refusal is not null) refused.Add(new(id, refusal.Code, refusal.Detail));
            else
            {
                store.AlarmSteps.AddRange(wish.Apply(alarm!, actor, assignee, now));
                done.Add(alarm!);
            }
        }
        if (done.Count == 0) return ids.Count == 1 ? Of(refused[0]) : new HandlingResult([], refused);
        await store.SaveChangesAsync(cancel);
        await trail.AppendAsync(store, Record(caller, address, wish, done), cancel);
        await changes.SaveAsync(store, AlarmBoard.Topic, string.Join(' ', done.Select(alarm => alarm.Id)), cancel);
        return new HandlingResult([.. done.Select(View)], refused);
    }

    private async Task<string?> AssigneeAsync(ClaimsPrincipal caller, string account, RegionCode region, Dictionary<RegionCode, string?> known, CancellationToken cancel)
    {
        if (!known.TryGetValue(region, out var name))
            known[region] = name = (await AssigneesAsync(caller, region, cancel)).FirstOrDefault(one => one.Id == account)?.Name;
        return name;
    }

    private static int Count(IEnumerable<AlarmRecord> alarms, WarningColor color) => alarms.Count(alarm => alarm.Color == color);

    private static Refusal Of(RefusedAlarm refused) => new(
        refused.Code switch { "alarm_not_found" => StatusCodes.Status404NotFound, "invalid_assignee" => StatusCodes.Status400BadRequest, _ => StatusCodes.Status409Conflict },
        refused.Code, refused.Message);

    private static AuditEvent Record(ClaimsPrincipal caller, string address, AlarmHandling wish, List<AlarmRecord> done) => new()
    {
        Action = AuditActions.AlarmHandled, Actor = caller.Actor(), Address = address,
        Target = string.Join(' ', done.Take(8).Select(alarm => alarm.Id)), Region = done[0].Region,
        Detail = new Dictionary<string, string>
        {
            ["step"] = wish.Step.ToString()!, ["count"] = done.Count.ToString(CultureInfo.InvariantCulture), ["device"] = done[0].Device, ["rule"] = done[0].Rule,
        },
    };

    public AlarmView View(AlarmRecord alarm) => AlarmView.Of(alarm, PlaceOf(alarm.Region), alarm.Metric is null ? null : register.Metric(alarm.Metric));

    private string PlaceOf(RegionCode region) =>
        string.Join(" / ", atlases.Current.Tree.Path(region).Skip(1).Select(part => part.Name)) is { Length: > 0 } path ? path : atlases.Current.Tree.Find(region)?.Name ?? "";
}

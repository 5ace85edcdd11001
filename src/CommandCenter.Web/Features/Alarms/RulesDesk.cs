using System.Security.Claims;
using CommandCenter.Analytics.Alarms;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Alarms;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Nodes;
using CommandCenter.Store.Records;
using CommandCenter.Web.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommandCenter.Web.Features.Alarms;

/// <summary>The door to the rules of alarms. Who keeps a rule covers its whole region with the own scope; each change is in the audit trail
/// with it, or not at all.</summary>
internal sealed class RulesDesk(
    IDbContextFactory<CommandCenterDb> stores, RuleBook book, RuleTrial trial, DeviceRegister register, AuditTrail trail, StoreChanges changes,
    IOptions<AlarmOptions> options, TimeProvider clock)
{
    private static readonly Refusal NotFound = new(StatusCodes.Status404NotFound, "rule_not_found", "没有这条规则，或它不在您的管辖范围内。");
    private static readonly Refusal Overtaken = new(StatusCodes.Status409Conflict, "rule_changed", "这条规则刚被别人更改，请刷新后再改。");
    private static readonly Refusal NoDuty = new(StatusCodes.Status403Forbidden, "forbidden", "您的角色不能维护规则。");
    private readonly SemaphoreSlim _trials = new(1);

    public static bool MayKeep(ClaimsPrincipal caller) => caller.Role() == Roles.Staff;

    /// <summary>Rules that watch something of the caller's scope.</summary>
    public IReadOnlyList<KeptRule> List(ClaimsPrincipal caller) =>
        [.. book.Rules.Where(kept => caller.RegionScope().Within(kept.Rule.Region).Root.IsRegion)];

    public Outcome<KeptRule> Find(ClaimsPrincipal caller, string id) =>
        book.Find(id) is { } kept && caller.RegionScope().Within(kept.Rule.Region).Root.IsRegion ? kept : NotFound;

    /// <summary>Makes a rule, or changes the one with this id.</summary>
    /// <param name="row">When given: only when nobody else changed it since.</param>
    public async Task<Outcome<KeptRule>> KeepAsync(ClaimsPrincipal caller, string address, AlarmRule rule, int? row, CancellationToken cancel)
    {
        if (!MayKeep(caller)) return NoDuty;
        if (Fault(caller, rule) is { } fault) return fault;
        await using var store = await stores.CreateDbContextAsync(cancel);
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        var record = await store.AlarmRules.SingleOrDefaultAsync(one => one.Id == rule.Id, cancel);
        if (record is not null && !caller.RegionScope().Covers(record.Region)) return new Refusal(StatusCodes.Status409Conflict, "rule_taken", "这个规则编号已被使用。");
        if (row is not null && row != (record?.RowVersion ?? 0)) return Overtaken;
        if (record is null && await store.AlarmRules.CountAsync(cancel) >= options.Value.MostRules)
            return new Refusal(StatusCodes.Status409Conflict, "too_many_rules", $"最多 {options.Value.MostRules} 条规则。");
        var (by, now) = (caller.FindFirstValue(AccountClaims.DisplayName) ?? "", clock.GetUtcNow());
        if (record is null) store.AlarmRules.Add(record = AlarmRuleRecord.From(rule, by, now));
        else record.Take(rule, by, now);
        try
        {
            await SaveAsync(store, caller, address, AuditActions.AlarmRuleChanged, rule, cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Overtaken;
        }
        catch (DbUpdateException failure) when (StoreFailures.Of(failure) is StoreFailure.Conflict)
        {
            return Overtaken;
        }
        return KeptRule.Of(record);
    }

    public async Task<Outcome<KeptRule>> RemoveAsync(ClaimsPrincipal caller, string address, string id, CancellationToken cancel)
    {
        if (!MayKeep(caller)) return NoDuty;
        await using var store = await stores.CreateDbContextAsync(cancel);
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        if (await store.AlarmRules.SingleOrDefaultAsync(one => one.Id == id, cancel) is not { } record || !caller.RegionScope().Covers(record.Region)) return NotFound;
        store.AlarmRules.Remove(record);
        await SaveAsync(store, caller, address, AuditActions.AlarmRuleRemoved, record.ToRule(), cancel);
        return KeptRule.Of(record);
    }

    /// <summary>Tries a rule, kept or not, on what is stored. One trial at a time: it reads much.</summary>
    public async Task<Outcome<TrialView>> TryAsync(ClaimsPrincipal caller, AlarmRule rule, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        if (Fault(caller, rule) is { } fault) return fault;
        if (from >= to || to - from > RuleTrial.Longest)
            return new Refusal(StatusCodes.Status400BadRequest, "invalid_range", $"from 应早于 to，最长 {RuleTrial.Longest.TotalDays:0} 天。");
        if (!await _trials.WaitAsync(TimeSpan.FromSeconds(5), cancel)) return new Refusal(StatusCodes.Status503ServiceUnavailable, "trial_busy", "正在试算另一条规则，请稍后再试。");
        try
        {
            return TrialView.Of(await trial.RunAsync(caller.RegionScope(), rule, from, to, options.Value.TrialPatience, cancel), to);
        }
        finally
        {
            _trials.Release();
        }
    }

    private Refusal? Fault(ClaimsPrincipal caller, AlarmRule rule)
    {
        if (AlarmRules.Fault(rule) is { } fault) return new(StatusCodes.Status400BadRequest, fault.Code, fault.Detail);
        if (!caller.RegionScope().Covers(rule.Region)) return new(StatusCodes.Status404NotFound, "region_not_found", "没有找到这个区划，或它不在您的管辖范围内。");
        var unknown = rule.Condition.OwnMetrics.Concat(rule.Condition.MetricsAround)
            .Concat(rule.Condition.Parts.OfType<AlarmCondition.Missing>().Select(part => part.Metric).OfType<string>())
            .FirstOrDefault(metric => register.Metric(metric) is null);
        return unknown is null ? null : new(StatusCodes.Status400BadRequest, "unknown_metric", $"指标 {unknown} 未登记。");
    }

    private async Task SaveAsync(CommandCenterDb store, ClaimsPrincipal caller, string address, string action, AlarmRule rule, CancellationToken cancel)
    {
        await store.SaveChangesAsync(cancel);
        await trail.AppendAsync(store, new()
        {
            Action = action, Actor = caller.Actor(), Address = address, Target = rule.Id, Region = rule.Region,
            Detail = new Dictionary<string, string> { ["name"] = rule.Name, ["on"] = rule.IsOn ? "yes" : "no" },
        }, cancel);
        await changes.SaveAsync(store, RuleBook.Topic, rule.Id, cancel);
    }
}

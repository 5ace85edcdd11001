using System.Globalization;
using System.Security.Claims;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;
using CommandCenter.Web.Features.Sensing.Intake;
using CommandCenter.Web.Shared;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Sensing.Letters;

/// <summary>The door to readings that were put aside: looked at, put right, replayed once, or discarded. What a letter is replayed as is
/// written down before it is taken, so that whoever replays it again, at once or after a crash, does the same and it counts once.</summary>
internal sealed class LetterDesk(
    IDbContextFactory<CommandCenterDb> stores, LetterBox box, TelemetryIntake intake, IntakeSeat seat, OwnerLine owner, DeviceRegister register,
    TelemetryRules rules, SensingOptions options, AuditTrail trail, TimeProvider clock)
{
    public const int Usual = 100, Most = 1_000;
    private static readonly Refusal Unavailable = new(StatusCodes.Status503ServiceUnavailable, "spool_unavailable", "读数暂时无法落盘，请稍后再重放；重放过的只计一次。");
    private static readonly Refusal NoIds = new(StatusCodes.Status400BadRequest, "invalid_ids", $"ids 应为 1 至 {Most} 个死信编号。");

    public async Task<Outcome<LetterPage>> ListAsync(ClaimsPrincipal caller, LetterFilter filter, CancellationToken cancel)
    {
        if (filter.Limit is < 1 or > Most) return Bad("invalid_limit", $"limit 应在 1 到 {Most} 之间。");
        if (Word<LetterKind>(filter.Kind) is not { } kind) return Bad("invalid_kind", "kind 应为 ahead 或 refused。");
        if (Word<LetterState>(filter.State) is not { } state) return Bad("invalid_state", "state 应为 open、replaying、replayed 或 discarded。");
        await box.SweepAsync(cancel);
        await using var store = await stores.CreateDbContextAsync(cancel);
        var letters = Within(store, caller.RegionScope());
        if (kind.Value is { } of) letters = letters.Where(letter => letter.Kind == of);
        if (state.Value is { } now) letters = letters.Where(letter => letter.State == now);
        if (filter.Device is { Length: > 0 } device) letters = letters.Where(letter => letter.Device == device);
        var total = await letters.CountAsync(cancel);
        if (filter.After is { Length: > 0 } after)
        {
            if (await letters.SingleOrDefaultAsync(letter => letter.Id == after, cancel) is not { } last) return Bad("invalid_after", "after 应为上一页最后一条的编号。");
            letters = letters.Where(letter => letter.ReceivedAt < last.ReceivedAt || (letter.ReceivedAt == last.ReceivedAt && letter.Id.CompareTo(last.Id) > 0));
        }

        var limit = filter.Limit ?? Usual;
        var page = await letters.AsNoTracking().OrderByDescending(letter => letter.ReceivedAt).ThenBy(letter => letter.Id).Take(limit + 1).ToListAsync(cancel);
        return new LetterPage([.. page.Take(limit).Select(LetterView.Of)], total, page.Count > limit ? page[limit - 1].Id : null);
    }

    public async Task<Outcome<ReplayAnswer>> ReplayAsync(ClaimsPrincipal caller, string address, ReplayWish wish, CancellationToken cancel)
    {
        if (wish.Ids is not { Count: > 0 and <= Most } ids) return NoIds;
        if (ids.Count > 1 && (wish.Device ?? wish.Metric) is not null || ids.Count > 1 && (wish.Ts is not null || wish.Value is not null))
            return Bad("one_letter_only", "device、metric、ts、value 只能用于单独一条；多条一起只能平移时间（shift）。");
        if (wish.Value is { } value && !double.IsFinite(value)) return Bad("value_not_a_number", "value 应为有限的数。");
        var (readings, refused) = await DecideAsync(caller, address, ids, wish, cancel);
        var (taken, duplicates) = (0, 0);
        if (readings.Count > 0)
        {
            try
            {
                var receipt = await TakeAsync([.. readings.Select(one => one.Reading)], cancel);
                (taken, duplicates) = (receipt.Accepted, receipt.Duplicates);
            }
            catch (Exception failure) when (failure is IngestUnavailableException or HttpRequestException)
            {
                return Unavailable;
            }

            await using var store = await stores.CreateDbContextAsync(cancel);
            var done = readings.Select(one => one.Id).ToList();
            await store.DeadLetters.Where(letter => done.Contains(letter.Id) && letter.State == LetterState.Replaying)
                .ExecuteUpdateAsync(letter => letter.SetProperty(one => one.State, LetterState.Replayed), cancel);
        }

        return new ReplayAnswer(taken, duplicates, refused);
    }

    public async Task<Outcome<DiscardAnswer>> DiscardAsync(ClaimsPrincipal caller, string address, ReplayWish wish, CancellationToken cancel)
    {
        if (wish.Ids is not { Count: > 0 and <= Most } ids) return NoIds;
        await using var store = await stores.CreateDbContextAsync(cancel);
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        var (who, at) = (caller.Actor().Name, clock.GetUtcNow());
        var count = await Within(store, caller.RegionScope()).Where(letter => ids.Contains(letter.Id) && letter.State == LetterState.Open)
            .ExecuteUpdateAsync(letter => letter.SetProperty(one => one.State, LetterState.Discarded).SetProperty(one => one.ChangedBy, who).SetProperty(one => one.ChangedAt, at), cancel);
        if (count > 0) await trail.AppendAsync(store, Record(caller, address, AuditActions.LettersDiscarded, count), cancel);
        await transaction.CommitAsync(cancel);
        return new DiscardAnswer(count);
    }

    /// <summary>Writes down what each letter is replayed as, and says which were decided otherwise before or cannot be replayed.</summary>
    private async Task<(List<(string Id, Reading Reading)> Readings, List<LetterFault> Refused)> DecideAsync(
        ClaimsPrincipal caller, string address, IReadOnlyList<string> ids, ReplayWish wish, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await DecideOnceAsync(caller, address, ids, wish, cancel);
            }
            catch (DbUpdateException failure) when (StoreFailures.Of(failure) is StoreFailure.Conflict && attempt < 10)
            {
                // Another decides about the same letters: that one's decision stands.
            }
        }
    }

    private async Task<(List<(string Id, Reading Reading)> Readings, List<LetterFault> Refused)> DecideOnceAsync(
        ClaimsPrincipal caller, string address, IReadOnlyList<string> ids, ReplayWish wish, CancellationToken cancel)
    {
        var (readings, refused) = (new List<(string, Reading)>(), new List<LetterFault>());
        await using var store = await stores.CreateDbContextAsync(cancel);
        await using var transaction = await store.Database.BeginTransactionAsync(cancel);
        var letters = await Within(store, caller.RegionScope()).Where(letter => ids.Contains(letter.Id)).ToDictionaryAsync(letter => letter.Id, cancel);
        var decided = 0;
        foreach (var id in ids.Distinct())
        {
            if (!letters.TryGetValue(id, out var letter)) refused.Add(new(id, "letter_not_found", "没有找到这条死信，或它不在您的管辖范围内"));
            else if (letter.State is LetterState.Replayed) refused.Add(new(id, "already_replayed", "这条读数已经重放过"));
            else if (letter.State is LetterState.Discarded) refused.Add(new(id, "letter_discarded", "这条读数已被弃置"));
            else
            {
                var fix = letter is { State: LetterState.Replaying, FixedTs: { } ts }
                    ? new LetterFix(letter.FixedDevice!, letter.FixedMetric!, ts, letter.FixedValue!.Value)
                    : new(wish.Device ?? letter.Device, wish.Metric ?? letter.Metric, (wish.Ts ?? letter.Ts) + (wish.Shift ?? 0), wish.Value ?? letter.Value);
                var (reading, fault) = Read(caller.RegionScope(), letter, fix);
                if (fault is not null) refused.Add(new(id, fault.Code, fault.Message));
                else readings.Add((id, reading));
                if (fault is not null || letter.State is LetterState.Replaying) continue;
                (letter.State, letter.ChangedBy, letter.ChangedAt) = (LetterState.Replaying, caller.Actor().Name, clock.GetUtcNow());
                (letter.FixedDevice, letter.FixedMetric, letter.FixedTs, letter.FixedValue) = (fix.Device, fix.Metric, fix.Ts, fix.Value);
                decided++;
            }
        }

        await store.SaveChangesAsync(cancel);
        if (decided > 0) await trail.AppendAsync(store, Record(caller, address, AuditActions.LettersReplayed, decided), cancel);
        await transaction.CommitAsync(cancel);
        return (readings, refused);
    }

    private (Reading Reading, DeviceFault? Fault) Read(RegionScope scope, DeadLetterRecord letter, LetterFix fix)
    {
        if (register.Find(fix.Device) is not { } device || !scope.Covers(device.Region)) return (default, new("unknown_device", "设备未登记"));
        if (register.Metric(fix.Metric) is not { } metric) return (default, new("unknown_metric", "指标未登记"));
        var now = clock.GetUtcNow();
        var check = new ReadingCheck(register, (now - options.HistoryReach).ToUnixTimeMilliseconds(), (now + rules.Ahead).ToUnixTimeMilliseconds());
        // A refused reading took its own number up when it first came; the letter's takes its place.
        var own = letter.Kind is LetterKind.Ahead && letter.OwnId is { } sent ? sent : "letter:" + letter.Id;
        return (new(device, metric, fix.Ts, fix.Value, own), check.Fault(device, metric, fix.Ts, fix.Value));
    }

    private async Task<IngestReceipt> TakeAsync(IReadOnlyList<Reading> readings, CancellationToken cancel)
    {
        if (seat.IsHere) return await intake.TakeAsync(readings, cancel, isPast: true);
        await owner.BringAsync(seat.OwnerUrl, TelemetryIntake.Pack(readings), cancel);
        return new(readings.Count, 0);
    }

    private static IQueryable<DeadLetterRecord> Within(CommandCenterDb store, RegionScope scope)
    {
        var (first, last) = (scope.Root, RegionCode.FromNumber(Math.Max(0, scope.To - 1)));
        return store.DeadLetters.Where(letter => letter.Region >= first && letter.Region <= last);
    }

    private static AuditEvent Record(ClaimsPrincipal caller, string address, string action, int count) => new()
    {
        Action = action, Actor = caller.Actor(), Address = address, Region = caller.RegionScope().Root,
        Detail = new Dictionary<string, string> { ["count"] = count.ToString(CultureInfo.InvariantCulture) },
    };

    private static Refusal Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);

    /// <summary>Null for a word that is none; a holder of null for no word.</summary>
    private static Asked<T>? Word<T>(string? text)
        where T : struct, Enum =>
        string.IsNullOrWhiteSpace(text) ? new(null)
        : Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]) ? new(value)
        : null;

    private sealed record Asked<T>(T? Value)
        where T : struct;
}

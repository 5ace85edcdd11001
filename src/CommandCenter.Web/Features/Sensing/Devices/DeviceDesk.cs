using System.Security.Claims;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Analytics.Sensing;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Sensing;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Sensing.Devices;

/// <summary>The door to the register: what lies outside the caller's scope does not exist here, and every change is on record.</summary>
internal sealed class DeviceDesk(CurrentState current, DeviceRegister register, DeviceRoster roster, SensingQueries queries, AtlasHolder atlases, AuditTrail trail, TimeProvider clock)
{
    private const int LeastReason = 2, MostReason = 200;
    private static readonly Refusal NotFound = new(StatusCodes.Status404NotFound, "device_not_found", "没有找到这台设备，或它不在您的管辖范围内。");

    public IReadOnlyList<DeviceTypeView> Types() => [.. register.Types.Select(type => DeviceTypeView.Of(type, register))];

    /// <summary>One page of the devices asked for, in the order of regions. No list tells where pictures are: such an address may carry a key.</summary>
    public Outcome<DevicePage> List(ClaimsPrincipal caller, DeviceFilter filter)
    {
        var tree = atlases.Current.Tree;
        var asked = DeviceQuestion.Read(caller.RegionScope(), tree, filter);
        if (asked.Value is not { } question) return asked.Refusal!;
        var now = clock.GetUtcNow();
        var last = question.After is { } after ? current.Find(caller.RegionScope(), after)?.Device : null;
        var (page, total, more) = (new List<DeviceView>(), 0, false);
        foreach (var state in current.Devices(question.Scope))
        {
            var type = register.TypeOf(state.Device.Type);
            if (!question.Takes(state, current, type, now)) continue;
            total++;
            if (last is not null && !IsBehind(state.Device, last)) continue;
            if (page.Count < question.Limit) page.Add(DeviceView.Of(state, current, type, tree, now) with { PlayUrl = null });
            else more = true;
        }

        return new DevicePage(page, total, more ? page[^1].Id : null);
    }

    /// <summary>One device; where its picture is, is told to whoever keeps the register alone. Everybody else opens it, which is recorded.</summary>
    public Outcome<DeviceSheet> Find(ClaimsPrincipal caller, string id)
    {
        if (current.Find(caller.RegionScope(), id) is not { } state) return NotFound;
        var sheet = SheetOf(state);
        return caller.Role() == Roles.Staff ? sheet : sheet with { Device = sheet.Device with { PlayUrl = null } };
    }

    /// <summary>How many devices of each type and department lack which field, and how many sent doubtful readings within a day.</summary>
    public async Task<Outcome<Certificate>> CompletenessAsync(ClaimsPrincipal caller, string? region, CancellationToken cancel)
    {
        var asked = DeviceQuestion.Region(caller.RegionScope(), atlases.Current.Tree, region);
        if (asked.Value is not { } found) return asked.Refusal!;
        var doubtful = (await queries.DoubtfulDevicesAsync(found.Scope, clock.GetUtcNow().AddDays(-1), cancel)).ToHashSet();
        var rows = new SortedDictionary<(string Type, string Department), CompletenessCount>();
        foreach (var state in current.Devices(found.Scope))
        {
            if (state.Device.IsDisabled) continue;
            var key = (state.Device.Type, state.Device.Department);
            if (!rows.TryGetValue(key, out var count)) rows[key] = count = new();
            count.Add(DeviceField.Missing(state.Device, register.TypeOf(state.Device.Type)), doubtful.Contains(state.Device.Id));
        }

        return new Certificate(
            found.Scope.Root.ToString(), clock.GetUtcNow(), rows.Values.Sum(row => row.Total), rows.Values.Sum(row => row.Complete), rows.Values.Sum(row => row.Doubtful),
            [.. rows.Select(row => row.Value.Row(row.Key.Type, row.Key.Department))]);
    }

    public async Task<Outcome<DeviceSheet>> ChangeAsync(ClaimsPrincipal caller, string address, string id, DeviceWish wish, CancellationToken cancel)
    {
        var scope = caller.RegionScope();
        if (current.Find(scope, id) is null) return NotFound;
        var outcome = await roster.ChangeAsync(id, wish.Row, Change, (before, after) => Record(caller, address, AuditActions.DeviceChanged, after, Changed(before, after)), null, cancel);
        return outcome.Value is { } device ? SheetOf(device) : outcome.Refusal!;

        Outcome<Device> Change(Device before)
        {
            if (!scope.Covers(before.Region)) return NotFound;
            var (after, fault) = wish.Over(before, atlases.Current, scope);
            return after is not null ? after : new Refusal(StatusCodes.Status400BadRequest, fault!.Code, fault.Message + "。");
        }
    }

    /// <summary>Registers a device that sends already.</summary>
    /// <param name="unknown">Those that the caller may adopt.</param>
    public async Task<Outcome<DeviceSheet>> AdoptAsync(
        ClaimsPrincipal caller, string address, string id, DeviceWish wish, IReadOnlyList<UnknownDeviceRecord> unknown, CancellationToken cancel)
    {
        if (unknown.All(device => device.Device != id))
            return new Refusal(StatusCodes.Status404NotFound, "unknown_device_not_found", "待接入的未登记设备中没有这个编号。");
        var (entry, fault) = (wish with { Device = id }).Check(atlases.Current, register, new(caller.RegionScope()));
        if (entry is null) return new Refusal(StatusCodes.Status400BadRequest, fault!.Code, fault.Message + "。");
        await roster.RegisterAsync([entry], Record(caller, address, AuditActions.DevicesRegistered, entry.Device, new() { ["count"] = "1" }), cancel);
        return Find(caller, id);
    }

    /// <summary>Takes a device out of use, or into use again.</summary>
    public async Task<Outcome<DeviceSheet>> SwitchAsync(ClaimsPrincipal caller, string address, string id, bool isDisabled, CancellationToken cancel)
    {
        var scope = caller.RegionScope();
        if (current.Find(scope, id) is null) return NotFound;
        var action = isDisabled ? AuditActions.DeviceDisabled : AuditActions.DeviceEnabled;
        var outcome = await roster.ChangeAsync(
            id, null, before => scope.Covers(before.Region) ? before with { IsDisabled = isDisabled } : NotFound,
            (_, after) => Record(caller, address, action, after, []), null, cancel);
        return outcome.Value is { } device ? SheetOf(device) : outcome.Refusal!;
    }

    /// <summary>The whole telephone number, for whoever may see the device and says why. That it was shown is in the trail before it is.</summary>
    /// <exception cref="AuditUnavailableException">The trail does not take it.</exception>
    public async Task<Outcome<PhoneShown>> RevealPhoneAsync(ClaimsPrincipal caller, string address, string id, string? reason, CancellationToken cancel)
    {
        if (reason?.Trim() is not { Length: >= LeastReason and <= MostReason } why)
            return new Refusal(StatusCodes.Status400BadRequest, "reason_required", $"请写明查看理由，{LeastReason} 至 {MostReason} 个字符。");
        if (current.Find(caller.RegionScope(), id)?.Device is not { } device) return NotFound;
        if (device.Card.Phone is not { } phone) return new Refusal(StatusCodes.Status404NotFound, "phone_not_found", "这台设备没有登记联系电话。");
        var masked = Masking.Phone(phone);
        // A reason that quotes the number would carry it into the trail.
        await trail.RecordAsync(Record(caller, address, AuditActions.PersonalDataShown, device,
            new() { ["phone"] = masked, ["reason"] = why.Replace(phone, masked, StringComparison.Ordinal) }), cancel);
        return new PhoneShown(phone);
    }

    internal static AuditEvent Record(ClaimsPrincipal caller, string address, string action, Device device, Dictionary<string, string> detail) => new()
    {
        Action = action, Actor = caller.Actor(), Address = address, Target = device.Id, Region = device.Region, Detail = detail,
    };

    private DeviceSheet SheetOf(Device device) => SheetOf((current.Find(RegionScope.Of(device.Region), device.Id) ?? new(device, [])).As(device));

    private DeviceSheet SheetOf(DeviceState state) => new(
        DeviceView.Of(state, current, register.TypeOf(state.Device.Type), atlases.Current.Tree, clock.GetUtcNow()),
        [.. state.Values.OrderBy(value => value.Metric.Key, StringComparer.Ordinal).Select(ValueView.Of)],
        DeviceCardDraft.Warning(state.Device)?.Message,
        state.Told);

    /// <summary>Which fields changed; a number of a person is not told.</summary>
    private static Dictionary<string, string> Changed(Device before, Device after)
    {
        var (was, now) = (before.Card, after.Card);
        (string Field, bool HasChanged)[] fields =
        [
            ("name", before.Name != after.Name), ("type", before.Type != after.Type), ("department", before.Department != after.Department),
            ("position", before.Position != after.Position), ("illustrative", before.IsIllustrative != after.IsIllustrative),
            ("responsible", was.Responsible != now.Responsible), ("phone", was.Phone != now.Phone), ("address", was.Address != now.Address),
            ("nationalId", was.NationalId != now.NationalId), ("playUrl", was.PlayUrl != now.PlayUrl), ("power", was.Power != now.Power),
            ("batteryMetric", was.BatteryMetric != now.BatteryMetric), ("installedOn", was.InstalledOn != now.InstalledOn), ("height", was.Height != now.Height),
        ];
        return new() { ["fields"] = string.Join(' ', fields.Where(field => field.HasChanged).Select(field => field.Field)) };
    }

    private static bool IsBehind(Device device, Device last) =>
        device.Region.Number > last.Region.Number
        || (device.Region == last.Region && string.CompareOrdinal(device.Id, last.Id) > 0);
}

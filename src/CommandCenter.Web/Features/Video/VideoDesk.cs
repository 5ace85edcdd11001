using System.Security.Claims;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Video;
using CommandCenter.Store.Audit;
using CommandCenter.Web.Map;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Video;

/// <summary>The door to video: which cameras there are, and the way to the picture of one. What lies outside the caller's scope does not exist here,
/// and every opening is on record before its address is told.</summary>
internal sealed class VideoDesk(CameraShelf shelf, CurrentState current, DeviceRegister register, AtlasHolder atlases, VideoOptions options, AuditTrail trail, TimeProvider clock)
{
    private const int Usual = 50, Most = 200, Deepest = 10_000, LongestText = 100;
    private static readonly Refusal NotFound = new(StatusCodes.Status404NotFound, "camera_not_found", "没有找到这个视频点位，或它不在您的管辖范围内。");
    private static readonly Refusal NoUrl = new(StatusCodes.Status409Conflict, "play_url_missing", "这个点位没有登记播放地址，请在设备登记中补充。");
    private static readonly Refusal NotAllowed = new(StatusCodes.Status409Conflict, "video_source_refused", "播放地址不属于允许的视频平台，请联系系统管理员核对 Video:Sources。");

    /// <summary>One page of the cameras that fit, from memory.</summary>
    public Outcome<CameraPage> Search(ClaimsPrincipal caller, string? region, CameraFilter filter)
    {
        if (filter.Limit is < 1 or > Most) return Bad("invalid_limit", $"limit 应在 1 到 {Most} 之间。");
        var (limit, page) = (filter.Limit ?? Usual, filter.Page ?? 1);
        if (page < 1 || (long)page * limit > Deepest) return Bad("invalid_page", $"page 从 1 开始，page 与 limit 之积不超过 {Deepest}；请缩小范围。");
        if (filter.Q?.Length > LongestText) return Bad("invalid_text", $"查找的文字不超过 {LongestText} 个字符。");
        if (ScopeOf(caller, region) is not { } scope) return new Refusal(StatusCodes.Status404NotFound, "region_not_found", "没有找到这个区划，或它不在您的管辖范围内。");
        DeviceLifecycle? state = null;
        if (!string.IsNullOrWhiteSpace(filter.State) && (state = DeviceWords.State(filter.State.Trim())) is null)
            return Bad("invalid_state", "state 应为 waiting、online、offline 或 disabled。");
        LonLat? near = filter.Lon is { } lon && filter.Lat is { } lat ? new LonLat(lon, lat) : null;
        if (near is { IsOnEarth: false } || (filter.Lon is null) != (filter.Lat is null)) return Bad("invalid_position", "lon、lat 应为有限的数，单位为度，两个都要。");

        var now = clock.GetUtcNow();
        var found = shelf.Current.Find(new()
        {
            Scope = scope, Words = CameraText.Words(filter.Q), Class = string.IsNullOrWhiteSpace(filter.Class) ? null : filter.Class.Trim(), Near = near,
            Skip = (page - 1) * limit, Take = limit, Fits = state is null ? null : camera => StateOf(camera, now).Lifecycle == state,
        });
        return new CameraPage(
            [.. found.Page.Select(one => ViewOf(one.Camera, one.Metres, now))], found.Total, page, limit,
            [.. found.Classes.Select(one => new ClassView(one.Name, one.IsDepartment ? "department" : "type", one.Count))]);
    }

    /// <summary>One camera.</summary>
    public Outcome<CameraView> Find(ClaimsPrincipal caller, string id) =>
        CameraOf(caller, id) is { } camera ? ViewOf(camera, metres: null, clock.GetUtcNow()) : NotFound;

    /// <summary>The way to the picture, for whoever may see the camera. That it was opened is in the trail before the address is told.</summary>
    /// <exception cref="AuditUnavailableException">The trail does not take it.</exception>
    public async Task<Outcome<OpenedCamera>> OpenAsync(ClaimsPrincipal caller, string address, string id, CancellationToken cancel)
    {
        if (CameraOf(caller, id) is not { } camera) return NotFound;
        if (FaultOf(camera) is { } fault) return fault;
        await trail.RecordAsync(new()
        {
            Action = AuditActions.VideoOpened, Actor = caller.Actor(), Address = address, Target = camera.Id, Region = camera.Region,
            Detail = new Dictionary<string, string> { ["title"] = camera.Name },
        }, cancel);
        return new OpenedCamera(ViewOf(camera, metres: null, clock.GetUtcNow()), camera.Card.PlayUrl!);
    }

    private Device? CameraOf(ClaimsPrincipal caller, string id) =>
        current.Find(caller.RegionScope(), id)?.Device is { } device && Camera.Is(device, register.TypeOf(device.Type)) ? device : null;

    private Refusal? FaultOf(Device camera) =>
        camera.Card.PlayUrl is not { } url ? NoUrl
        : options.Allows(url) ? null
        : NotAllowed;

    private RegionScope? ScopeOf(ClaimsPrincipal caller, string? region)
    {
        var own = caller.RegionScope();
        if (string.IsNullOrWhiteSpace(region)) return own;
        return RegionCode.TryParse(region, out var code) && own.Covers(code) && atlases.Current.Tree.Find(code) is not null ? own.Within(code) : null;
    }

    private (DeviceLifecycle Lifecycle, long LastTs) StateOf(Device camera, DateTimeOffset now) =>
        current.Find(RegionScope.Of(camera.Region), camera.Id) is { } state ? (current.StateOf(state, now), state.LastTs) : (DeviceLifecycle.Waiting, 0);

    private CameraView ViewOf(Device camera, double? metres, DateTimeOffset now)
    {
        var (lifecycle, last) = StateOf(camera, now);
        var fault = FaultOf(camera);
        return new(
            camera.Id, camera.Name, camera.Card.NationalId, camera.Type, camera.Department, camera.Card.Address, camera.Region.ToString(),
            string.Join(" / ", atlases.Current.Tree.Path(camera.Region).Skip(1).Select(region => region.Name)), camera.Position.Lon, camera.Position.Lat,
            lifecycle.ToString().ToLowerInvariant(), DeviceWords.Of(lifecycle), last == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(last),
            camera.IsIllustrative, metres is { } far ? (int)Math.Round(far) : null, fault?.Code, fault?.Detail);
    }

    private static Refusal Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}

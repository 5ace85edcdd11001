namespace CommandCenter.Web.Features.Video;

/// <summary>A camera as lists show it. Its play URL is not told here: whoever wants the picture opens it, which is recorded.</summary>
/// <param name="Place">County, town and village it stands in: 台山市 / 四九镇.</param>
/// <param name="State">waiting online offline disabled</param>
/// <param name="Metres">From the point asked for, along the ground; null when none was.</param>
/// <param name="Fault">Why it cannot be played: <c>play_url_missing</c> or <c>video_source_refused</c>; null when it can.</param>
/// <param name="FaultText">The same in Chinese.</param>
internal sealed record CameraView(
    string Id, string Name, string? NationalId, string Type, string Department, string? Address, string Region, string Place, double Lon, double Lat,
    string State, string StateName, DateTimeOffset? LastSeen, bool Illustrative, int? Metres, string? Fault, string? FaultText);

/// <summary>How many cameras are of a class.</summary>
/// <param name="Kind">type department</param>
internal sealed record ClassView(string Name, string Kind, int Count);

/// <summary>One page of cameras.</summary>
/// <param name="Total">Of all pages.</param>
/// <param name="Page">From 1.</param>
/// <param name="Classes">How many cameras that fit otherwise are of each type and department.</param>
internal sealed record CameraPage(IReadOnlyList<CameraView> Cameras, int Total, int Page, int Limit, IReadOnlyList<ClassView> Classes);

/// <summary>A camera that was opened.</summary>
/// <param name="PlayUrl">HLS. May carry a key of the platform: it is kept in no address, page or log.</param>
internal sealed record OpenedCamera(CameraView Camera, string PlayUrl);

/// <summary>The query string of a search.</summary>
/// <param name="Q">Words; all of them stand in name, number, national number, address, place or the pinyin initials of the name.</param>
/// <param name="Class">A type or a department.</param>
/// <param name="State">waiting online offline disabled</param>
/// <param name="Page">From 1.</param>
internal sealed record CameraFilter(string? Q = null, string? Class = null, string? State = null, double? Lon = null, double? Lat = null, int? Page = null, int? Limit = null);

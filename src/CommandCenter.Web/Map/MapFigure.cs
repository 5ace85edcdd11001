using CommandCenter.Domain.Geography;

namespace CommandCenter.Web.Map;

/// <summary>What a map says about one of the regions it fills.</summary>
/// <param name="Region">A child of the framed region, or the framed region itself.</param>
/// <param name="Grade">Class of the choropleth, 0 (least) to 4 (most); null draws the hatch of 暂无公开数据.</param>
/// <param name="IsOld">The value's period is older than the page's limit: a dark hatch lies over the class.</param>
/// <param name="Value">The figure as it is read, 575.37; null leaves the note alone.</param>
/// <param name="Note">The period, 2024年, or the words for the gap, 暂无公开数据.</param>
public sealed record MapFigure(RegionCode Region, int? Grade, bool IsOld, string? Value, string? Note);

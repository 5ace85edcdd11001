namespace CommandCenter.Domain.Geography;

/// <summary>A region of the tree 市 县 镇 村 as it was imported.</summary>
/// <param name="Code">Its code; the tree's key.</param>
/// <param name="Name">Its official name, 台山市.</param>
/// <param name="Level">Its level, stored, not guessed.</param>
/// <param name="Kind">What it is in words: 地级市 县级市 市辖区 街道 镇 社区 村 特殊单位.</param>
/// <param name="Parent">The region one level up; null for the root of the imported tree.</param>
/// <param name="Seat">A point that stands for it (label, seat); degrees, CGCS2000.</param>
/// <param name="AreaKm2">Area of the boundary at hand in km²; null without a boundary. Not a land area.</param>
/// <param name="Initials">Pinyin initials of the name, lower case, for search.</param>
/// <param name="IsVirtual">Stands in for a level that does not exist there (东莞 has no counties).</param>
/// <param name="IsSpecialUnit">A park, prison or farm with a code but without territory: never counted among 镇街.</param>
/// <param name="BoundaryNote">Where its boundary comes from; says 示意 when it is not an official one. Empty without a boundary.</param>
public sealed record Region(
    RegionCode Code,
    string Name,
    RegionLevel Level,
    string Kind,
    RegionCode? Parent,
    LonLat Seat,
    double? AreaKm2,
    string Initials,
    bool IsVirtual,
    bool IsSpecialUnit,
    string BoundaryNote);

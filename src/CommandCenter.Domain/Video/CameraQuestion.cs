using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Domain.Video;

/// <summary>Which cameras somebody asks for. What is left out does not narrow.</summary>
public sealed record CameraQuestion
{
    /// <summary>The region asked for, inside the caller's own.</summary>
    public required RegionScope Scope { get; init; }

    /// <summary>Each stands somewhere in name, number, national number, address, place or the pinyin initials of the name; folded as
    /// <see cref="CameraText.Words"/> gives them.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>A type, or the department whose cameras they are.</summary>
    public string? Class { get; init; }

    /// <summary>Of the camera itself; asked last, and only of those that fit otherwise.</summary>
    public Func<Device, bool>? Fits { get; init; }

    /// <summary>From here the nearest come first; without it what fits the words best, then the order of regions.</summary>
    public LonLat? Near { get; init; }

    /// <summary>So many are passed over; at least 0.</summary>
    public int Skip { get; init; }

    /// <summary>So many are given at most; at least 1.</summary>
    public required int Take { get; init; }
}

/// <summary>One camera that fits.</summary>
/// <param name="Metres">From the point asked for; null when none was.</param>
public readonly record struct CameraFind(Device Camera, double? Metres);

/// <summary>How many cameras that fit otherwise are of a class.</summary>
/// <param name="IsDepartment">The class is a department, else a type.</param>
public sealed record CameraClass(string Name, bool IsDepartment, int Count);

/// <summary>One page of what fits.</summary>
/// <param name="Total">Of all pages.</param>
/// <param name="Classes">What the same question would find of each class: types first, each kind by its number, the 200 largest of each.</param>
public sealed record CameraFinds(IReadOnlyList<CameraFind> Page, int Total, IReadOnlyList<CameraClass> Classes);

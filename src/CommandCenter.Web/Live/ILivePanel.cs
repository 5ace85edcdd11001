using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Web.Live;

/// <summary>
/// A panel whose figures are pushed to every screen that follows it. Each live feature registers one as a singleton;
/// the feed knows none by name. A panel knocks when something may have moved and is then read, never faster than the feed allows.
/// </summary>
public interface ILivePanel
{
    /// <summary>First half of the key: ASCII letters, unique in the product.</summary>
    string Name { get; }

    /// <summary>Raised with the region in which something may have moved, as often as it happens; <c>default</c> means everywhere.</summary>
    event Action<RegionCode>? Knocked;

    /// <summary>The figures of one region, a record of plain values that is written as one JSON object.
    /// Called once per region and interval, whatever the number of screens. May throw: then nothing is sent and screens grey by age.</summary>
    /// <param name="scope">What the callers who follow may all see of it: the region whole.</param>
    ValueTask<object> ReadAsync(RegionScope scope, CancellationToken cancel);
}

/// <summary>A layer of the map whose objects are pushed to every screen that looks at the same square of it.</summary>
public interface ILiveLayer : ILivePanel
{
    /// <summary>The objects in one square, a dictionary by the name of each; otherwise as <see cref="ILivePanel.ReadAsync"/>.</summary>
    ValueTask<object> ReadAsync(RegionScope scope, TileId square, CancellationToken cancel);

    ValueTask<object> ILivePanel.ReadAsync(RegionScope scope, CancellationToken cancel) => throw new NotSupportedException("A layer is followed by squares.");
}

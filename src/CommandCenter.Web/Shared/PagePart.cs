namespace CommandCenter.Web.Shared;

/// <summary>A part that one feature offers to a page of another: the page names the place, never the feature.
/// The component takes a <c>Region</c> and, on a wall, a <c>Call</c> number.</summary>
public sealed record PagePart(Place Place, Type Component);

/// <summary>Where pages leave room for parts.</summary>
public enum Place
{
    /// <summary>The live row of a region's page.</summary>
    RegionLive = 1,

    /// <summary>The devices panel of a wall.</summary>
    WallDevices,

    /// <summary>Readings per minute on a wall.</summary>
    WallReadings,

    /// <summary>How many alarms there are, among the figures of a region's devices.</summary>
    DevicesAlarms,

    /// <summary>The worst alarms on a wall.</summary>
    WallAlarms,

    /// <summary>What the live symbols of a wall's map mean, and how many there are.</summary>
    WallLegend,

    /// <summary>The devices card of a phone.</summary>
    PhoneDevices,
}

using CommandCenter.Domain.Geography;

namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>A pair of numbers of which it is known where it is: a building found in the data and on the city's own map.</summary>
/// <param name="First">As it stands in the data.</param>
/// <param name="Second">As it stands in the data.</param>
/// <param name="Truth">Where it is, CGCS2000, to some 20 m: the shifts to be told apart are 100–700 m.</param>
public sealed record ReferencePoint(double First, double Second, LonLat Truth);

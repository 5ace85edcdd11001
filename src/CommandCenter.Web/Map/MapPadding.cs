namespace CommandCenter.Web.Map;

/// <summary>Room the map keeps free around the region for what floats over it, in units of the 4-px grid.</summary>
public sealed record MapPadding(double Top, double Right, double Bottom, double Left)
{
    public static MapPadding Default { get; } = new(8, 8, 14, 8);
}

namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>Numbers were refused because they are no position in their coordinate system. The message is a Chinese sentence:
/// <c>第 3 个坐标：东坐标 1234567 米距中央经线 114°E 超过 400 公里</c>.</summary>
/// <param name="fault">What is wrong.</param>
/// <param name="index">Which of many, from 0; null when one pair was given.</param>
public sealed class CoordinateException(CoordinateFault fault, int? index = null)
    : Exception(index is { } at ? $"第 {at + 1} 个坐标：{fault.Message}" : fault.Message)
{
    public CoordinateFault Fault { get; } = fault;

    /// <summary>Stable, one of the constants of <see cref="CoordinateFault"/>.</summary>
    public string Code => Fault.Code;

    /// <summary>Which of many, from 0; null when one pair was given.</summary>
    public int? Index { get; } = index;
}

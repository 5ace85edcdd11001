namespace CommandCenter.Domain.Sensing;

/// <summary>质量码: whether a reading can be believed. Kept with it as a number; numbers never change their meaning, 15 at most.</summary>
public enum ReadingQuality
{
    /// <summary>合格, or nothing is known to hold it against.</summary>
    Good = 0,

    /// <summary>跳变: it changed faster than <see cref="TypeMetric.LargestStep"/>.</summary>
    Step = 1,

    /// <summary>不变: the same for longer than <see cref="TypeMetric.LongestUnchanged"/>.</summary>
    Unchanged = 2,
}

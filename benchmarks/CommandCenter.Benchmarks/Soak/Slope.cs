namespace CommandCenter.Benchmarks.Soak;

/// <summary>How fast a series grows.</summary>
internal static class Slope
{
    /// <summary>Change a minute by least squares; NaN below three samples.</summary>
    public static double PerMinute(IEnumerable<(TimeSpan At, double Value)> series)
    {
        var samples = series.Where(sample => !double.IsNaN(sample.Value)).ToArray();
        if (samples.Length < 3) return double.NaN;
        var (minute, value) = (samples.Average(sample => sample.At.TotalMinutes), samples.Average(sample => sample.Value));
        return samples.Sum(sample => (sample.At.TotalMinutes - minute) * (sample.Value - value))
            / samples.Sum(sample => Math.Pow(sample.At.TotalMinutes - minute, 2));
    }
}

namespace CommandCenter.Domain.Sensing;

/// <summary>What comes next if nothing new happens: the trend goes on and tires, the rhythm repeats itself.</summary>
public static class SeasonalForecast
{
    private const double Damping = 0.98;
    private const double Inside = 0.95;

    /// <summary>The next values with the band that would have held nineteen of twenty of the values so far; the further the wider.</summary>
    /// <param name="trend">As decomposed, without rhythm; at least 2 values.</param>
    /// <param name="seasonal">As decomposed; of the same length.</param>
    /// <param name="residue">What neither explains; of the same length.</param>
    /// <param name="period">Values after which it repeats itself; 0 without rhythm.</param>
    /// <param name="count">How many to forecast.</param>
    public static IReadOnlyList<(double Value, double Low, double High)> Next(
        IReadOnlyList<double> trend, IReadOnlyList<double> seasonal, IReadOnlyList<double> residue, int period, int count)
    {
        // The ends of a smoothed trend are its least certain part: its slope is taken over a whole rhythm.
        var back = Math.Min(trend.Count - 1, Math.Max(period, trend.Count / 10));
        var slope = (trend[^1] - trend[^(back + 1)]) / back;
        var spread = residue.Select(Math.Abs).Order().ElementAt((int)(Inside * (residue.Count - 1)));
        var next = new List<(double, double, double)>(count);
        double value = trend[^1], step = slope;
        for (var i = 0; i < count; i++)
        {
            value += step;
            step *= Damping;
            var shown = value + (period > 0 ? seasonal[seasonal.Count - period + i % period] : 0);
            var band = spread * Math.Sqrt(1 + (double)i / Math.Max(period, EvenSeries.FewestValues));
            next.Add((shown, shown - band, shown + band));
        }

        return next;
    }
}

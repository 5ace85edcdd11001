using System.Diagnostics;

namespace CommandCenter.Benchmarks.Tiles;

/// <summary>How long one question took, again and again, and how much was answered.</summary>
internal sealed class Times
{
    public List<double> Milliseconds { get; } = [];

    public List<double> Bytes { get; } = [];

    public async Task<T> MeasureAsync<T>(Func<Task<T>> ask)
    {
        var watch = Stopwatch.StartNew();
        var answer = await ask();
        Milliseconds.Add(watch.Elapsed.TotalMilliseconds);
        return answer;
    }

    public double Quantile(double part) => Of(Milliseconds, part);

    public double Size => Of(Bytes, 0.5);

    private static double Of(List<double> values, double part) => values.Order().ElementAt((int)Math.Min(values.Count - 1, part * values.Count));
}

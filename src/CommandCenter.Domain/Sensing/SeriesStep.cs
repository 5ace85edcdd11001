namespace CommandCenter.Domain.Sensing;

/// <summary>How long the buckets of a shown series are: the shortest of a fixed ladder (1 s … 2 days) of which few enough cover the range.
/// Buckets begin at whole steps of Beijing time, so that a day is a day of the city.</summary>
/// <param name="Seconds">Length of a bucket, one of the ladder's.</param>
public readonly record struct SeriesStep(int Seconds)
{
    /// <summary>Buckets of one answer, at most.</summary>
    public const int MostBuckets = 2_000;

    /// <summary>The longest range that is answered.</summary>
    public static readonly TimeSpan LongestRange = TimeSpan.FromDays(3_653);

    public static readonly SeriesStep Second = new(1), Minute = new(60), Hour = new(3_600), Day = new(86_400);

    private const int BeijingSeconds = 8 * 3_600;
    private static readonly int[] Ladder = [1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 172_800];

    /// <summary>The shortest step, not shorter than <paramref name="shortest"/>, of which at most <see cref="MostBuckets"/> touch the
    /// range from <paramref name="from"/> to <paramref name="to"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or longer than <see cref="LongestRange"/>.</exception>
    public static SeriesStep Fitting(DateTimeOffset from, DateTimeOffset to, SeriesStep shortest)
    {
        if (to <= from || to - from > LongestRange) throw new ArgumentOutOfRangeException(nameof(to), to, "The range is empty or too long.");
        return new(Ladder.First(step => step >= shortest.Seconds && (to - from).TotalSeconds / step <= MostBuckets - 1));
    }

    /// <summary>The shortest step of the ladder that is not shorter than so many seconds; null when there is none.</summary>
    public static SeriesStep? AtLeast(int seconds) => Ladder.Where(step => step >= seconds).Select(step => (SeriesStep?)new SeriesStep(step)).FirstOrDefault();

    /// <summary>The beginning of the bucket that holds the time. UTC.</summary>
    public DateTimeOffset Floor(DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds() + BeijingSeconds;
        return DateTimeOffset.FromUnixTimeSeconds(seconds - seconds % Seconds - BeijingSeconds);
    }

    /// <summary>The first beginning of a bucket at or after the time. UTC.</summary>
    public DateTimeOffset Ceiling(DateTimeOffset time) => Floor(time) is var floor && floor == time ? floor : floor.AddSeconds(Seconds);
}

using System.Globalization;
using NetTopologySuite.Geometries;

namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>
/// Guesses what a column of coordinates is, from its numbers: every system of the catalogue is tried in both orders of axes,
/// and those stay that put points into the extent. It never decides: the person who imports does.
/// <para>CGCS2000, WGS 84, GCJ-02 and BD-09 cannot be told apart by numbers, and are not, unless reference points are given.</para>
/// </summary>
public static class CoordinateHints
{
    private const int LargestSample = 400;

    /// <summary>Reference points nearer than this, as median, decide for a system. GCJ-02 and BD-09 move by 100 m and more.</summary>
    private const double Near = 50;

    /// <summary>The hints, best first: by distance from the reference points when there are any, then by share of the sample
    /// inside the extent in steps of 1 %, then the more usual system first. When nothing lands in the extent, what would land in
    /// China, with a share of 0. Empty when the numbers are nothing known.</summary>
    /// <param name="sample">Pairs as they stand in the data; 400 of them, evenly taken, are looked at. NaN counts as outside.</param>
    /// <param name="extent">Where the points should be, degrees CGCS2000; a twentieth is added on each side. Null: all of China.</param>
    /// <param name="references">Pairs of which the place is known.</param>
    public static IReadOnlyList<CoordinateHint> Of(
        IReadOnlyList<(double First, double Second)> sample, Envelope? extent = null, IReadOnlyList<ReferencePoint>? references = null)
    {
        if (sample.Count == 0) return [];
        var trial = new HintTrial(Thinned(sample), extent, references ?? []);
        var hints = Candidates(trial)
            .Where(hint => hint.ShareInside > 0)
            .OrderBy(hint => Math.Round((hint.ReferenceMetres ?? double.PositiveInfinity) / 10))
            .ThenByDescending(hint => Math.Round(hint.ShareInside, 2))
            .ToArray();
        if (hints.Length > 0 || extent is null) return hints;
        return [.. Of(sample, null, references).Select(hint => hint with { ShareInside = 0, Sentence = $"{hint.Sentence}；样本不在所给范围内" })];
    }

    private static IEnumerable<CoordinateHint> Candidates(HintTrial trial)
    {
        // In the order of what is usual, which decides between equals.
        foreach (var hint in DegreeHints(trial, AxisOrder.EastNorth)) yield return hint;
        foreach (var hint in DegreeHints(trial, AxisOrder.NorthEast)) yield return hint;
        foreach (var axes in (AxisOrder[])[AxisOrder.EastNorth, AxisOrder.NorthEast])
        {
            foreach (var system in CoordinateSystem.WithZone)
                yield return trial.Hint(system, axes, CoordinateHint.Zoned, $"疑似带号坐标 {system.Code}{Survey(axes)}");
            foreach (var hint in trial.TellsMeridian ? Projected(trial, axes) : [trial.UnknownMeridian(axes, Survey(axes))])
                yield return hint;
            for (var zone = 13; zone <= 23; zone++) yield return trial.SixDegreeZone(zone, axes, Survey(axes));
        }
        yield return trial.Hint(CoordinateSystem.WebMercator, AxisOrder.EastNorth, CoordinateHint.WebMercator, "疑似 Web 墨卡托坐标（EPSG:3857）");
    }

    private static IEnumerable<CoordinateHint> DegreeHints(HintTrial trial, AxisOrder axes)
    {
        var order = axes is AxisOrder.NorthEast ? "疑似经纬度颠倒" : "经纬度（度）";
        var plain = axes is AxisOrder.NorthEast ? CoordinateHint.Swapped : CoordinateHint.Degrees;
        var best = (CoordinateSystem[])[CoordinateSystem.Cgcs2000, CoordinateSystem.Gcj02, CoordinateSystem.Bd09];
        var fit = best.Select(system => (System: system, Metres: trial.ReferenceMetres(system, axes)))
            .OrderBy(one => one.Metres ?? double.MaxValue).First();
        if (fit.Metres is not <= Near)
            yield return trial.Hint(CoordinateSystem.Cgcs2000, axes, plain,
                $"{order}：仅凭数值分不清 CGCS2000、WGS 84、GCJ-02 与 BD-09（后两者偏移 100 米以上），请按数据来源确认，或提供参考点");
        else if (fit.System == CoordinateSystem.Cgcs2000)
            yield return trial.Hint(fit.System, axes, plain, $"{order}：按 CGCS2000 或 WGS 84 读取，{Fits(fit.Metres.Value)}");
        else
            yield return trial.Hint(fit.System, axes, fit.System == CoordinateSystem.Gcj02 ? CoordinateHint.Gcj02 : CoordinateHint.Bd09,
                $"{order}，疑似 {fit.System.Code}：按它读取，{Fits(fit.Metres.Value)}");
    }

    private static IEnumerable<CoordinateHint> Projected(HintTrial trial, AxisOrder axes)
    {
        foreach (var system in CoordinateSystem.ByMeridian)
            yield return trial.Hint(system, axes, CoordinateHint.Projected,
                $"疑似投影坐标（3 度带，中央经线 {system.CentralMeridian}°E，{system.Code}）{Survey(axes)}");
        foreach (var system in CoordinateSystem.Utm)
            yield return trial.Hint(system, axes, CoordinateHint.Utm,
                $"疑似 UTM 投影坐标（中央经线 {system.CentralMeridian}°E，{system.Code}）{Survey(axes)}；与同一中央经线的 3 度带坐标只差约 1 公里，请按数据来源确认");
    }

    private static string Survey(AxisOrder axes) => axes is AxisOrder.NorthEast ? "，疑似测量坐标轴次序（X 为北、Y 为东）" : "";

    private static string Fits(double metres) => string.Create(CultureInfo.InvariantCulture, $"参考点相差约 {metres:0} 米");

    private static (double First, double Second)[] Thinned(IReadOnlyList<(double First, double Second)> sample)
    {
        var count = Math.Min(sample.Count, LargestSample);
        return [.. Enumerable.Range(0, count).Select(i => sample[(int)((long)i * sample.Count / count)])];
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace CommandCenter.Web.Shared;

/// <summary>All a chart needs, in the words of the subject; js/chart.js knows how it looks.</summary>
/// <param name="Kind">What is drawn.</param>
/// <param name="Labels">The category axis, one text a point: 2019, 06:00; of a radar its spokes.</param>
/// <param name="Series">In order of importance; the first is drawn in <c>cat-1</c>.</param>
public sealed record ChartSpec(ChartKind Kind, IReadOnlyList<string> Labels, IReadOnlyList<ChartSeries> Series)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>Unit of the values, in tooltips and on the axis.</summary>
    public string? Unit { get; init; }

    /// <summary>A limit: dashed, in the hue of its warning where it is one.</summary>
    public ChartThreshold? Threshold { get; init; }

    /// <summary>Lines start where the data starts instead of at 0; bars always start at 0.</summary>
    public bool Zoomed { get; init; }

    /// <summary>Indices of the points of the first series that carry their value; such a chart needs no value axis.</summary>
    public IReadOnlyList<int>? PointLabels { get; init; }

    /// <summary>No axes, no labels: a spark beside a figure.</summary>
    public bool Bare { get; init; }
}

/// <summary>The charts there are.</summary>
public enum ChartKind
{
    Line = 1,
    Bars,
    Radar,
}

/// <summary>One line or one set of bars.</summary>
/// <param name="Name">Drawn at the line's end.</param>
/// <param name="Values">One a label; null is a gap: a dashed grey line crosses it.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<double?> Values)
{
    /// <summary>Not yet true from this index on: violet, dashed, joined to the last true value..</summary>
    public int? ForecastFrom { get; init; }

    /// <summary>Lower and upper edge of the 80 % band, one pair a forecast point.</summary>
    public IReadOnlyList<double[]>? Band { get; init; }

    /// <summary>Context, drawn slate: last year, yesterday.</summary>
    public bool Context { get; init; }
}

/// <param name="Name">警戒, 上年.</param>
/// <param name="Value">In the unit of the chart.</param>
/// <param name="Warning"><c>red orange yellow blue</c>, or null for a plain reference line.</param>
public sealed record ChartThreshold(string Name, double Value, string? Warning = null);

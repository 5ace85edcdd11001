using CommandCenter.Analytics.Import.Layers;
using CommandCenter.Analytics.Spatial.Coordinates;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Web.Features.Layers;

/// <summary>What a file holds, or what came of it. Words are lower case, as in the query of the address.</summary>
/// <param name="Version">The version it became; 0 when nothing was written.</param>
/// <param name="IsSame">The file, read so, is what is shown already: nothing was written.</param>
/// <param name="Crs">The system it is read by; null while that is open.</param>
/// <param name="IsGuess">The system is a guess that a person has to confirm with <c>crs</c> and <c>axes</c>.</param>
/// <param name="Declared">What the file itself says about its coordinates.</param>
/// <param name="Hints">What its coordinates may be, best first.</param>
/// <param name="Columns">Of a table.</param>
/// <param name="Rows">Objects that can be taken.</param>
/// <param name="BadRows">Objects that cannot; <paramref name="Faults"/> are the first of them.</param>
/// <param name="Notes">Objects that are taken with a change, the first of them.</param>
/// <param name="Counts">Faults and notes of each code, all of them.</param>
/// <param name="Bounds">West, south, east, north in degrees; null without objects.</param>
internal sealed record ImportReport(
    int Version, bool IsSame, string Format, IReadOnlyList<string> Sublayers, string? Sublayer, string? Encoding, string? Crs, string? CrsTitle, string? Axes, bool IsGuess,
    string? Declared, IReadOnlyList<HintView> Hints, IReadOnlyList<string>? Columns, string? Lon, string? Lat, string? Region, IReadOnlyList<FoundField> Fields,
    long Rows, long BadRows, IReadOnlyList<RowFinding> Faults, IReadOnlyList<RowFinding> Notes, IReadOnlyDictionary<string, long> Counts,
    IReadOnlyList<SampleView> Samples, double[]? Bounds, string? Digest)
{
    public static ImportReport Of(LayerDraft draft, ShelvedLayer layer)
    {
        // How the lead attributes are read is part of what a version is.
        var digest = draft.Reading?.Identity(layer.Layer.Lead);
        return new(
            0, digest is not null && layer.Shown?.Digest == digest, LayerView.Word(draft.Format), draft.SubLayers, draft.SubLayer, draft.Encoding,
            draft.Reading?.System.Code, draft.Reading?.System.Title, draft.Reading is null ? null : Word(draft.Reading.Axes), draft.IsGuess, draft.DeclaredSystem,
            [.. draft.Systems.Select(HintView.Of)], draft.Columns, draft.Placing?.First, draft.Placing?.Second, draft.Placing?.RegionCode,
            [.. draft.Attributes.Select(one => FoundField.Of(one, layer.Layer))],
            draft.Rows - draft.BadRows, draft.BadRows, [.. draft.Findings.Where(one => one.IsRefused)], [.. draft.Findings.Where(one => !one.IsRefused)], draft.Counts,
            [.. draft.Preview.Select(one => SampleView.Of(one, layer.Layer))],
            draft.Extent is { IsNull: false } extent ? [extent.MinX, extent.MinY, extent.MaxX, extent.MaxY] : null, digest);
    }

    internal static string Word(AxisOrder axes) => axes is AxisOrder.NorthEast ? "ne" : "en";
}

/// <summary>What the coordinates of a file may be.</summary>
/// <param name="Crs">To be given as <c>crs</c>; null when the numbers do not tell which.</param>
/// <param name="Share">Part of a sample, 0–1, that lies in the city when read so.</param>
internal sealed record HintView(string? Crs, string? Title, string Axes, string Code, string Sentence, double Share)
{
    public static HintView Of(CoordinateHint hint) =>
        new(hint.System?.Code, hint.System?.Title, ImportReport.Word(hint.Axes), hint.Code, hint.Sentence, Math.Round(hint.ShareInside, 2));
}

/// <summary>An attribute that the file has.</summary>
/// <param name="Type">As the attribute dictionary says it: <c>text</c>, <c>whole</c>, <c>number</c>, <c>instant</c>, <c>flag</c>.</param>
/// <param name="Empty">Rows without a value.</param>
internal sealed record FoundField(string Name, string Type, long Empty, int Distinct, IReadOnlyList<string> Samples)
{
    public static FoundField Of(AttributeDraft draft, Layer layer) => new(
        draft.Name, LayerView.Word(TypeOf(draft.Type)), draft.Empty, draft.Distinct, [.. draft.Samples.Select(one => FeatureText.Shown(layer, draft.Name, one))]);

    private static FieldType TypeOf(AttributeType type) => type switch
    {
        AttributeType.WholeNumber => FieldType.Whole,
        AttributeType.Number => FieldType.Number,
        AttributeType.Time => FieldType.Instant,
        AttributeType.TrueFalse => FieldType.Flag,
        _ => FieldType.Text,
    };
}

/// <summary>A row as it would be taken: a point of it, and its attributes.</summary>
internal sealed record SampleView(long Number, double Lon, double Lat, IReadOnlyDictionary<string, string> Values)
{
    private const int LongestValue = 120;

    public static SampleView Of(LayerSample sample, Layer layer)
    {
        var (at, values) = (sample.Geometry.InteriorPoint, new Dictionary<string, string>());
        foreach (var (name, text) in sample.Values) values[name] = FeatureText.Shown(layer, name, text.Length <= LongestValue ? text : text[..LongestValue] + "…");
        return new(sample.Number, Math.Round(at.X, 7), Math.Round(at.Y, 7), values);
    }
}

using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CommandCenter.Analytics.Import;
using CommandCenter.Analytics.Import.Layers;
using CommandCenter.Analytics.Layers;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Analytics.Tests.Import.Layers;

/// <summary>A folder of files that departments bring, and the way they go.</summary>
public abstract class LayerFiles : IDisposable
{
    protected const string Square = "[[[113,22.5],[113.001,22.5],[113.001,22.501],[113,22.501],[113,22.5]]]";

    protected string Folder { get; } = Directory.CreateTempSubdirectory("layer-test-").FullName;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string In(string name) => Path.Combine(Folder, name);

    protected string Write(string name, string text, Encoding? encoding = null)
    {
        File.WriteAllText(In(name), text, encoding ?? new UTF8Encoding(false));
        return In(name);
    }

    protected string Zip(string name, params (string Name, byte[] Bytes)[] entries)
    {
        using var zip = ZipFile.Open(In(name), ZipArchiveMode.Create);
        foreach (var (entry, bytes) in entries)
        {
            using var stream = zip.CreateEntry(entry).Open();
            stream.Write(bytes);
        }
        return In(name);
    }

    protected static Task<LayerDraft> Look(string path, LayerChoice? choice = null, LayerLimits? limits = null) =>
        LayerFile.InspectAsync(path, choice, new(City.Atlas), limits);

    /// <summary>What a person who confirms everything gets.</summary>
    protected static async Task<(List<FeatureRow> Rows, List<RowFinding> Findings, LayerDraft Draft)> Take(
        string path, LayerChoice? choice = null, LeadFields? lead = null, Func<LayerReading, LayerReading>? change = null)
    {
        var draft = await Look(path, choice);
        var (rows, findings) = (new List<FeatureRow>(), new List<RowFinding>());
        var reading = (change ?? (same => same))(draft.Reading.ShouldNotBeNull());
        await foreach (var row in LayerFile.ReadAsync(path, reading, new(City.Atlas), lead ?? new(), findings.Add)) rows.Add(row);
        return (rows, findings, draft);
    }

    protected static async Task<ImportException> Refusal(string path, LayerChoice? choice = null, LayerLimits? limits = null)
    {
        var refusal = await Should.ThrowAsync<ImportException>(() => Look(path, choice, limits));
        refusal.Reason.ShouldMatch(@"\p{IsCJKUnifiedIdeographs}");
        refusal.Message.ShouldNotContain("   at ");
        return refusal;
    }

    protected static string Collection(params string[] features) =>
        $$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}""";

    protected static string Feature(string geometry, string properties = "{}") =>
        $$"""{"type":"Feature","properties":{{properties}},"geometry":{{geometry}}}""";

    protected static string Polygon(string coordinates, string properties = "{}") =>
        Feature($$"""{"type":"Polygon","coordinates":{{coordinates}}}""", properties);

    protected static string Point(string coordinates, string properties = "{}") =>
        Feature($$"""{"type":"Point","coordinates":{{coordinates}}}""", properties);

    protected static JsonElement Json(FeatureRow row) => JsonDocument.Parse(row.Properties).RootElement;
}

using System.IO.Compression;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Opens a file by what it is.</summary>
internal static class LayerOpening
{
    private const int MostDocuments = 100;
    private const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="ImportException">The file is refused.</exception>
    public static (LayerFormat Format, LayerSource Source) Open(string path, FileGlance glance, string? subLayer, string? encoding, LayerLimits limits)
    {
        var file = Path.GetFileName(path);
        if (encoding is not null && TextEncodings.Parse(encoding) != encoding) throw new ArgumentException("Not one of the encodings files are read in.", nameof(encoding));
        var known = encoding ?? TextEncodings.Guess(glance.Head, glance.IsUtf8);
        return FormatSniff.Of(file, glance) switch
        {
            LayerFormat.GeoJson => (LayerFormat.GeoJson, new GeoJsonSource(path, known)),
            LayerFormat.Csv => (LayerFormat.Csv, new CsvSource(path, known)),
            LayerFormat.Kml => (LayerFormat.Kml, InFolder(limits, folder => Kml(file, path, folder, subLayer, limits))),
            LayerFormat.GeoPackage => (LayerFormat.GeoPackage, InFolder(limits, folder =>
            {
                // A copy: SQLite may write beside what it reads.
                File.Copy(path, Path.Combine(folder, "input.gpkg"));
                return new GdalSource(new(file, folder, "input.gpkg", "GPKG", []), limits, null, subLayer, null);
            })),
            LayerFormat.Dxf => (LayerFormat.Dxf, InFolder(limits, folder =>
            {
                File.CreateSymbolicLink(Path.Combine(folder, "input.dxf"), Path.GetFullPath(path));
                return new GdalSource(new(file, folder, "input.dxf", "DXF", []), limits, null, subLayer, null);
            })),
            _ => Zip(file, path, subLayer, encoding, limits),
        };
    }

    private static (LayerFormat, LayerSource) Zip(string file, string path, string? subLayer, string? encoding, LayerLimits limits)
    {
        using var archive = new LayerArchive(path, limits);
        if (archive.Entries.Any(one => one.Name == "[Content_Types].xml")) throw FormatSniff.Workbook(file);
        var names = ShapefileUnpack.Names(archive);
        if (names.Count > 0)
        {
            var chosen = subLayer ?? names[0];
            if (!names.Contains(chosen)) throw new ImportException(file, "", "没有这个图层，或图层名不被接受", LayerFault.SubLayerUnknown);
            return (LayerFormat.Shapefile, InFolder(limits, folder =>
            {
                var (input, known) = ShapefileUnpack.Unpack(archive, file, folder, chosen, encoding);
                return new GdalSource(input, limits, names, chosen, known);
            }));
        }
        if (archive.Entries.Any(IsKml)) return (LayerFormat.Kml, InFolder(limits, folder => Kmz(file, archive, folder, subLayer, limits)));
        throw FormatSniff.Unknown(file, "压缩包里没有 Shapefile 或 KML");
    }

    private static bool IsKml((string Name, ZipArchiveEntry) one) => one.Name.EndsWith(".kml", StringComparison.OrdinalIgnoreCase);

    private static GdalSource Kml(string file, string path, string folder, string? subLayer, LayerLimits limits)
    {
        KmlCheck.Copy(file, path, Path.Combine(folder, "input.kml"), []);
        return new(new(file, folder, "input.kml", "LIBKML", []), limits, null, subLayer, null);
    }

    /// <summary>One document has the layers of its folders; of several, each is a layer, and those that only link to the others are none.</summary>
    private static GdalSource Kmz(string file, LayerArchive archive, string folder, string? subLayer, LayerLimits limits)
    {
        var documents = archive.Entries.Where(IsKml).ToArray();
        if (documents.Length > MostDocuments) throw new ImportException(file, "", $"KMZ 内的文档超过 {MostDocuments} 个", LayerFault.ZipTooManyEntries);
        var (given, layers) = (Path.Combine(folder, "given.kml"), new List<string>());
        foreach (var (name, entry) in documents)
        {
            archive.Unpack(entry, given);
            if (KmlCheck.Copy(file, given, Path.Combine(folder, $"{layers.Count}.kml"), [.. documents.Select(one => one.Name).Where(one => one != name)])) layers.Add(name);
        }
        var chosen = documents.Length == 1 || subLayer is null ? 0 : layers.IndexOf(subLayer);
        if (chosen < 0 || layers.Count == 0) throw new ImportException(file, "", "没有这个图层，或图层名不被接受", LayerFault.SubLayerUnknown);
        return new(new(file, folder, $"{chosen}.kml", "LIBKML", []), limits, documents.Length == 1 ? null : layers, documents.Length == 1 ? subLayer : layers[chosen], null);
    }

    /// <summary>Makes a folder that only we may enter, and deletes it when the source does not come to be.</summary>
    private static GdalSource InFolder(LayerLimits limits, Func<string, GdalSource> open)
    {
        var path = Path.Combine(limits.WorkFolder, $"layer-{Guid.NewGuid():N}");
        var folder = (OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, Ours)).FullName;
        try
        {
            return open(folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }
}

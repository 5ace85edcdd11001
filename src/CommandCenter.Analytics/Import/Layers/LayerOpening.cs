namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Opens a file by what it is.</summary>
internal static class LayerOpening
{
    /// <exception cref="ImportException">The file is refused.</exception>
    public static (LayerFormat Format, LayerSource Source) Open(string path, FileGlance glance, string? subLayer, string? encoding, LayerLimits limits)
    {
        var file = Path.GetFileName(path);
        if (encoding is not null && !TextEncodings.IsKnown(encoding)) throw new ArgumentException("Not one of the encodings files are read in.", nameof(encoding));
        var known = encoding ?? TextEncodings.Guess(glance.Head, glance.IsUtf8);
        return FormatSniff.Of(file, glance) switch
        {
            LayerFormat.GeoJson => (LayerFormat.GeoJson, new GeoJsonSource(path, known)),
            LayerFormat.Csv => (LayerFormat.Csv, new CsvSource(path, known)),
            LayerFormat.Kml => (LayerFormat.Kml, InFolder(folder => Kml(file, path, folder, subLayer, limits))),
            LayerFormat.GeoPackage => (LayerFormat.GeoPackage, InFolder(folder =>
            {
                // A copy: SQLite may write beside what it reads.
                File.Copy(path, Path.Combine(folder, "input.gpkg"));
                return new GdalSource(new(file, folder, "input.gpkg", "GPKG", []), limits, null, subLayer, null);
            })),
            LayerFormat.Dxf => (LayerFormat.Dxf, InFolder(folder =>
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
            return (LayerFormat.Shapefile, InFolder(folder =>
            {
                var (input, known) = ShapefileUnpack.Unpack(archive, file, folder, chosen, encoding);
                return new GdalSource(input, limits, names, chosen, known);
            }));
        }
        if (archive.Entries.FirstOrDefault(one => one.Name.EndsWith(".kml", StringComparison.OrdinalIgnoreCase)) is { Entry: not null } kml)
            return (LayerFormat.Kml, InFolder(folder =>
            {
                var unpacked = Path.Combine(folder, "given.kml");
                archive.Unpack(kml.Entry, unpacked);
                return Kml(file, unpacked, folder, subLayer, limits);
            }));
        throw FormatSniff.Unknown(file, "压缩包里没有 Shapefile 或 KML");
    }

    private static GdalSource Kml(string file, string path, string folder, string? subLayer, LayerLimits limits)
    {
        KmlCheck.Copy(file, path, Path.Combine(folder, "input.kml"));
        return new(new(file, folder, "input.kml", "LIBKML", []), limits, null, subLayer, null);
    }

    /// <summary>Makes a folder that only we may enter, and deletes it when the source does not come to be.</summary>
    private static GdalSource InFolder(Func<string, GdalSource> open)
    {
        var folder = Directory.CreateTempSubdirectory("layer-").FullName;
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

using System.Runtime.CompilerServices;
using CommandCenter.Analytics.Layers;
using CommandCenter.Domain.Layers;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>
/// A file that some department brought, on its way to become a layer: GeoJSON, CSV, zipped Shapefile, GeoPackage, KML/KMZ or DXF,
/// in any encoding and coordinate system that Chinese offices use. First <see cref="InspectAsync"/>, then a person confirms,
/// then <see cref="ReadAsync"/>. Writes nothing. Memory does not grow with the file. Safe for many threads.
/// </summary>
public static class LayerFile
{
    /// <summary>Looks at a file: what is in it, what is wrong with it, how it would be read. Reads it as often as it takes, up to
    /// three times.</summary>
    /// <param name="path">The file. Its format is told by its content.</param>
    /// <param name="choice">What is already decided; null: everything is guessed.</param>
    /// <param name="ground">Where its objects may lie.</param>
    /// <param name="limits">What the file may cost; null: the defaults.</param>
    /// <exception cref="ImportException">The file as a whole is refused; <see cref="ImportException.Code"/> is one of <see cref="LayerFault"/>.</exception>
    public static Task<LayerDraft> InspectAsync(
        string path, LayerChoice? choice, LayerGround ground, LayerLimits? limits = null, CancellationToken cancel = default) =>
        new Inspection(path, choice ?? new(), ground, limits ?? LayerLimits.Default).RunAsync(cancel);

    /// <summary>The rows of a file in its order, their numbers those of the file; refused rows are left out. Geometries are valid, of
    /// the reading's kind, degrees, CGCS2000, lon first.</summary>
    /// <param name="path">The very file that was looked at.</param>
    /// <param name="reading">What was confirmed.</param>
    /// <param name="ground">Where its objects may lie.</param>
    /// <param name="lead">The attributes that maps need.</param>
    /// <param name="onFinding">Called for each refused row and each note, in the order of the file, from the thread that enumerates.</param>
    /// <param name="limits">What the file may cost; null: the defaults.</param>
    /// <exception cref="ImportException">The file is another one, or breaks off. What was read before must not be kept.</exception>
    public static async IAsyncEnumerable<FeatureRow> ReadAsync(
        string path, LayerReading reading, LayerGround ground, LeadFields lead, Action<RowFinding>? onFinding = null,
        LayerLimits? limits = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var glance = await FileGlance.AtAsync(path, cancel);
        if (glance.Sha256 != reading.Sha256)
            throw new ImportException(Path.GetFileName(path), "", "文件与预览时不同，请重新预览", LayerFault.FileChanged);
        var (_, source) = await Task.Run(() => LayerOpening.Open(path, glance, reading.SubLayer, reading.Encoding, limits ?? LayerLimits.Default), cancel);
        using var opened = source;
        var placement = new Placement(ground);
        var batches = BatchLine.RunAsync(() => source.Batches(reading.Columns, reading.Types), batch =>
        {
            using var maker = new RowMaker(reading, lead, placement);
            return maker.Make(batch);
        }, cancel);
        await foreach (var batch in batches)
        {
            if (onFinding is not null) batch.Findings.ForEach(onFinding);
            foreach (var row in batch.Rows) yield return row;
        }
    }
}

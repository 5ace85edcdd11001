namespace CommandCenter.Analytics.Import.Layers;

/// <summary>A file of ours for GDAL to read.</summary>
/// <param name="File">Name of the file as the person knows it, for messages.</param>
/// <param name="Folder">Private folder.</param>
/// <param name="Name">Name in that folder, ours.</param>
/// <param name="Driver">The one driver that may read it.</param>
/// <param name="OpenOptions"><c>NAME=VALUE</c>.</param>
internal sealed record GdalInput(string File, string Folder, string Name, string Driver, IReadOnlyList<string> OpenOptions);

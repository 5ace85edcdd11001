using System.Globalization;
using CommandCenter.Analytics.Tiles;

namespace CommandCenter.Web.Features.OneMap.BaseMaps;

/// <summary>A folder of pictures, <c>{z}/{x}/{y}.png</c> (jpg, webp), y from the north.</summary>
internal sealed class TileFolder : ITileArchive
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".webp"];
    private readonly string _folder;
    private readonly string _ending;

    /// <exception cref="InvalidDataException">No tile is in it.</exception>
    public TileFolder(string folder)
    {
        _folder = folder;
        var zooms = Directory.EnumerateDirectories(folder).Select(Number).Where(zoom => zoom is >= 0 and <= TileId.DeepestZoom).ToList();
        var first = zooms.Count == 0 ? null : Directory.EnumerateFiles(Path.Combine(folder, zooms.Min().ToString(CultureInfo.InvariantCulture)), "*", SearchOption.AllDirectories)
            .FirstOrDefault(file => Endings.Contains(Path.GetExtension(file)));
        _ending = Path.GetExtension(first) ?? throw new InvalidDataException("There is no {z}/{x}/{y}.png, .jpg or .webp in it.");
        Facts = new(zooms.Min(), zooms.Max(), null, null);
    }

    public TileArchiveFacts Facts { get; }

    public async Task<BaseTile?> TileAsync(TileId id, CancellationToken cancel)
    {
        var file = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{id.Zoom}/{id.X}/{id.Y}{_ending}"));
        return File.Exists(file) ? BaseTile.Picture(await File.ReadAllBytesAsync(file, cancel)) : null;
    }

    public void Dispose()
    {
    }

    private static int Number(string path) => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}

using System.Globalization;
using CommandCenter.Analytics.Tiles;

namespace CommandCenter.Web.Features.OneMap.BaseMaps;

/// <summary>Pictures of a layer's tiles in a folder, bounded in bytes: those that nobody asked for the longest go first. A disk that does not
/// take one is no fault: the tile is fetched again.</summary>
internal sealed class TileDisk
{
    private readonly string _folder;
    private readonly long _most;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Bytes, long Used)> _kept = [];
    private long _bytes;
    private long _clock;

    public TileDisk(string folder, long mostBytes)
    {
        (_folder, _most) = (folder, mostBytes);
        if (!Directory.Exists(folder)) return;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles().OrderBy(file => file.LastWriteTimeUtc))
        {
            _kept[file.Name] = (file.Length, _clock++);
            _bytes += file.Length;
        }
    }

    /// <summary>The picture, and when it was fetched; null when it is not here.</summary>
    public (BaseTile Tile, DateTimeOffset At)? Find(string layer, TileId id)
    {
        var name = NameOf(layer, id);
        lock (_lock)
        {
            if (!_kept.TryGetValue(name, out var kept)) return null;
            _kept[name] = (kept.Bytes, _clock++);
        }
        try
        {
            var path = Path.Combine(_folder, name);
            return BaseTile.Picture(File.ReadAllBytes(path)) is { } tile ? (tile, File.GetLastWriteTimeUtc(path)) : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Keep(string layer, TileId id, byte[] bytes, DateTimeOffset at)
    {
        if (bytes.Length > _most) return;
        var (name, draft) = (NameOf(layer, id), Path.Combine(_folder, $"{Guid.NewGuid():N}.partial"));
        try
        {
            Directory.CreateDirectory(_folder);
            File.WriteAllBytes(draft, bytes);
            File.SetLastWriteTimeUtc(draft, at.UtcDateTime);
            File.Move(draft, Path.Combine(_folder, name), overwrite: true);
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            Delete(draft);
            return;
        }
        lock (_lock)
        {
            _bytes += bytes.Length - (_kept.TryGetValue(name, out var before) ? before.Bytes : 0);
            _kept[name] = (bytes.Length, _clock++);
            if (_bytes > _most) MakeRoom();
        }
    }

    /// <summary>A tenth more than needed, so that not every tile asks for room.</summary>
    private void MakeRoom()
    {
        foreach (var (name, (bytes, _)) in _kept.OrderBy(pair => pair.Value.Used).ToList())
        {
            if (_bytes <= _most * 9 / 10) return;
            if (_kept.Count == 1) return;
            Delete(Path.Combine(_folder, name));
            _kept.Remove(name);
            _bytes -= bytes;
        }
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            // Another try comes with the next start.
        }
    }

    private static string NameOf(string layer, TileId id) => string.Create(CultureInfo.InvariantCulture, $"{layer}-{id.Zoom}-{id.X}-{id.Y}");
}

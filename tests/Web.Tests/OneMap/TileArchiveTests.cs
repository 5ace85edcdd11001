using System.Buffers.Binary;
using System.IO.Compression;
using CommandCenter.Analytics.Tiles;
using CommandCenter.Web.Features.OneMap.BaseMaps;
using CommandCenter.Web.Tests.Host;
using Microsoft.Data.Sqlite;

namespace CommandCenter.Web.Tests.OneMap;

/// <summary>The city's own base map in the forms it comes in: PMTiles, MBTiles, a folder.</summary>
public sealed class TileArchiveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tile-archive-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory] // npm pmtiles 4.5.0: zxyToTileId
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 0, 0, 1)]
    [InlineData(1, 0, 1, 2)]
    [InlineData(1, 1, 1, 3)]
    [InlineData(1, 1, 0, 4)]
    [InlineData(9, 416, 222, 298_321)]
    [InlineData(14, 13338, 7136, 305_484_475)]
    public void A_tile_has_its_place_along_the_curve(int z, int x, int y, ulong place) => PmTiles.PlaceOf(Tile(z, x, y)).ShouldBe(place);

    [Fact]
    public async Task PMTiles_gives_pictures_and_vectors_through_leaves_and_runs()
    {
        var place = PmTiles.PlaceOf(Tile(9, 416, 222));
        using var pictures = new PmTiles(Write("a.pmtiles", type: 2, MapService.Picture, place, run: 3));
        pictures.Facts.ShouldBe(new(5, 12, pictures.Facts.Bounds, null));
        pictures.Facts.Bounds.ShouldBe([112.0, 21.5, 113.5, 23.0]);
        (await pictures.TileAsync(Tile(9, 416, 222), default))!.MediaType.ShouldBe("image/png");
        var near = Enumerable.Range(410, 12).SelectMany(x => Enumerable.Range(216, 12).Select(y => Tile(9, x, y))).ToList();
        foreach (var tile in near)
            ((await pictures.TileAsync(tile, default)) is not null).ShouldBe(PmTiles.PlaceOf(tile) - place < 3, $"{tile}");

        using var vectors = new PmTiles(Write("b.pmtiles", type: 1, Gzip([26, 0]), place, run: 1));
        vectors.Facts.VectorLayers.ShouldBe(["water", "roads"]);
        var vector = await vectors.TileAsync(Tile(9, 416, 222), default);
        vector!.MediaType.ShouldBe(BaseTile.Vector);
        vector.Bytes.ShouldBe([26, 0]);
        (await vectors.TileAsync(Tile(9, 416, 223), default)).ShouldBeNull();
    }

    [Fact]
    public void What_is_broken_is_refused_when_it_is_opened()
    {
        var whole = File.ReadAllBytes(Write("whole.pmtiles", type: 2, MapService.Picture, 5, run: 1));
        Refused(whole[..100]);
        Refused([.. "PMTiles"u8, 2, .. whole[8..]]);
        Refused(With(whole, 97, 4)); // zstd
        Refused(With(whole, 16, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F));
        Refused(With(whole, 8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF));
        Refused(new byte[200]);
        File.WriteAllText(Path.Combine(_folder, "no.mbtiles"), "no database, but long enough to be one, or so it seems to whoever counts letters");
        Should.Throw<InvalidDataException>(() => new MbTiles(Path.Combine(_folder, "no.mbtiles")));
        Should.Throw<InvalidDataException>(() => new TileFolder(_folder));
    }

    [Fact]
    public async Task A_file_cut_short_later_on_is_told_and_kills_nothing()
    {
        var file = Write("cut.pmtiles", type: 2, MapService.Picture, PmTiles.PlaceOf(Tile(9, 416, 222)), run: 1);
        await using (var cut = File.OpenWrite(file)) cut.SetLength(cut.Length - 5);
        using var tiles = new PmTiles(file);
        await Should.ThrowAsync<InvalidDataException>(async () => await tiles.TileAsync(Tile(9, 416, 222), default));
    }

    [Fact]
    public async Task MBTiles_counts_rows_from_the_south()
    {
        var file = Path.Combine(_folder, "city.mbtiles");
        using (var database = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            database.Open();
            using var command = database.CreateCommand();
            command.CommandText = """
                CREATE TABLE metadata (name TEXT, value TEXT);
                CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);
                INSERT INTO metadata VALUES ('format', 'png'), ('bounds', '112,21.5,113.5,23');
                INSERT INTO tiles VALUES (9, 416, 289, $picture);
                """;
            command.Parameters.AddWithValue("$picture", MapService.Picture);
            command.ExecuteNonQuery();
        }
        using var tiles = new MbTiles(file);
        (tiles.Facts.FirstZoom, tiles.Facts.LastZoom, tiles.Facts.VectorLayers).ShouldBe((9, 9, null));
        (await tiles.TileAsync(Tile(9, 416, 222), default))!.Bytes.ShouldBe(MapService.Picture);
        (await tiles.TileAsync(Tile(9, 416, 289), default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_folder_gives_its_files_and_nothing_beside_them()
    {
        using var tiles = new TileFolder(MapService.MakeFolder(Path.Combine(_folder, "tiles")));
        (tiles.Facts.FirstZoom, tiles.Facts.LastZoom).ShouldBe((9, 9));
        (await tiles.TileAsync(Tile(9, 416, 222), default))!.MediaType.ShouldBe("image/png");
        (await tiles.TileAsync(Tile(9, 416, 223), default)).ShouldBeNull();
    }

    private void Refused(byte[] bytes)
    {
        var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.pmtiles");
        File.WriteAllBytes(file, bytes);
        Should.Throw<InvalidDataException>(() => new PmTiles(file).Dispose());
    }

    private static byte[] With(byte[] bytes, int at, params byte[] other)
    {
        byte[] changed = [.. bytes];
        other.CopyTo(changed, at);
        return changed;
    }

    /// <summary>One tile, by way of a root directory (gzip) that leads to one leaf.</summary>
    private string Write(string name, byte type, byte[] tile, ulong place, ulong run)
    {
        var metadata = Gzip("""{"vector_layers":[{"id":"water"},{"id":"roads"}]}"""u8.ToArray());
        var leaf = Gzip([.. Varints(1, place, run, (ulong)tile.Length, 1)]);
        var root = Gzip([.. Varints(1, 0, 0, (ulong)leaf.Length, 1)]);
        var header = new byte[127];
        "PMTiles"u8.CopyTo(header);
        header[7] = 3;
        long[] parts = [127, root.Length, 127 + root.Length, metadata.Length, 127 + root.Length + metadata.Length, leaf.Length, 127 + root.Length + metadata.Length + leaf.Length, tile.Length];
        for (var i = 0; i < parts.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8 + 8 * i), parts[i]);
        (header[97], header[98], header[99], header[100], header[101]) = (2, type == 1 ? (byte)2 : (byte)1, type, 5, 12);
        double[] bounds = [112, 21.5, 113.5, 23];
        for (var i = 0; i < 4; i++) BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(102 + 4 * i), (int)(bounds[i] * 1e7));
        var file = Path.Combine(_folder, name);
        File.WriteAllBytes(file, [.. header, .. root, .. metadata, .. leaf, .. tile]);
        return file;
    }

    private static IEnumerable<byte> Varints(params ulong[] numbers)
    {
        foreach (var number in numbers)
        {
            var rest = number;
            for (; rest >= 0x80; rest >>= 7) yield return (byte)(rest | 0x80);
            yield return (byte)rest;
        }
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }

    private static TileId Tile(int z, int x, int y) => TileId.TryMake(z, x, y, out var tile) ? tile : throw new ArgumentException("no tile");
}

using System.Globalization;
using CommandCenter.Analytics.Tiles;
using Microsoft.Data.Sqlite;

namespace CommandCenter.Web.Features.OneMap.BaseMaps;

/// <summary>MBTiles 1.3: an SQLite file, read only; its rows count from the south.</summary>
internal sealed class MbTiles : ITileArchive
{
    private readonly string _connection;

    /// <exception cref="InvalidDataException">It is no MBTiles file.</exception>
    public MbTiles(string file)
    {
        _connection = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly }.ToString();
        try
        {
            using var database = Open();
            var facts = new Dictionary<string, string>();
            using (var reader = Ask(database, "SELECT name, value FROM metadata").ExecuteReader())
                while (reader.Read()) facts[reader.GetString(0)] = reader.IsDBNull(1) ? "" : reader.GetString(1);
            using var zooms = Ask(database, "SELECT min(zoom_level), max(zoom_level) FROM tiles").ExecuteReader();
            if (!zooms.Read() || zooms.IsDBNull(0)) throw new InvalidDataException("It has no tiles.");
            var isVector = facts.GetValueOrDefault("format") is "pbf" or "mvt";
            Facts = new(zooms.GetInt32(0), zooms.GetInt32(1), Bounds(facts.GetValueOrDefault("bounds")), isVector ? TileBytes.VectorLayers(facts.GetValueOrDefault("json")) : null);
        }
        catch (SqliteException wrong)
        {
            throw new InvalidDataException("It is no MBTiles file.", wrong);
        }
    }

    public TileArchiveFacts Facts { get; }

    public async Task<BaseTile?> TileAsync(TileId id, CancellationToken cancel)
    {
        await using var database = Open();
        await using var command = Ask(database, "SELECT tile_data FROM tiles WHERE zoom_level = $z AND tile_column = $x AND tile_row = $y");
        command.Parameters.AddWithValue("$z", id.Zoom);
        command.Parameters.AddWithValue("$x", id.X);
        command.Parameters.AddWithValue("$y", (1L << id.Zoom) - 1 - id.Y);
        try
        {
            return await command.ExecuteScalarAsync(cancel) is byte[] bytes ? TileBytes.Tile(bytes, Facts.VectorLayers is not null) : null;
        }
        catch (SqliteException broken)
        {
            throw new InvalidDataException("The MBTiles file is broken.", broken);
        }
    }

    public void Dispose()
    {
    }

    private SqliteConnection Open()
    {
        var database = new SqliteConnection(_connection);
        database.Open();
        return database;
    }

    private static SqliteCommand Ask(SqliteConnection database, string text)
    {
        var command = database.CreateCommand();
        command.CommandText = text;
        return command;
    }

    private static double[]? Bounds(string? text)
    {
        var numbers = (text ?? "").Split(',').Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToArray();
        return numbers.Length == 4 && numbers.All(double.IsFinite) ? numbers : null;
    }
}

using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Video;
using Microsoft.Data.Sqlite;

namespace CommandCenter.Benchmarks.Video;

/// <summary>The same cameras in SQLite, in memory, searched with LIKE: what a list over the store would do.</summary>
internal sealed class SqliteCameras : IDisposable
{
    private readonly SqliteConnection _database = new("Data Source=:memory:");

    public SqliteCameras(BenchCameras cameras)
    {
        _database.Open();
        Run("CREATE TABLE cameras (id TEXT PRIMARY KEY, name TEXT, national_id TEXT, type TEXT, department TEXT, address TEXT, place TEXT, initials TEXT, region INTEGER, lon REAL, lat REAL, online INTEGER)");
        using var transaction = _database.BeginTransaction();
        using var insert = _database.CreateCommand();
        insert.CommandText = "INSERT INTO cameras VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        for (var i = 0; i < cameras.All.Count; i++)
        {
            var camera = cameras.All[i];
            object[] values = [camera.Id, camera.Name, camera.NationalId, camera.Type, camera.Department, camera.Address, camera.Place, PinyinInitials.Of(camera.Name), camera.Region.Number, camera.At.Lon, camera.At.Lat, i % 3 != 0];
            insert.Parameters.Clear();
            for (var column = 0; column < values.Length; column++) insert.Parameters.AddWithValue($"${column}", values[column]);
            insert.ExecuteNonQuery();
        }
        transaction.Commit();
        Run("CREATE INDEX by_region ON cameras (region); ANALYZE");
    }

    /// <summary>How many fit; the first fifty are read.</summary>
    public int Find(CameraQuery asked)
    {
        using var command = _database.CreateCommand();
        var where = new List<string>();
        if (asked.Region is { } region)
        {
            var scope = RegionScope.Of(region);
            where.Add($"region >= {scope.From} AND region < {scope.To}");
        }
        if (asked.Class is { } one)
        {
            where.Add("(type = $class OR department = $class)");
            command.Parameters.AddWithValue("$class", one);
        }
        if (asked.IsOnline) where.Add("online");
        var words = CameraText.Words(asked.Text);
        for (var i = 0; i < words.Count; i++)
        {
            where.Add($"(name LIKE $w{i} OR id LIKE $w{i} OR national_id LIKE $w{i} OR address LIKE $w{i} OR place LIKE $w{i} OR initials LIKE $w{i})");
            command.Parameters.AddWithValue($"$w{i}", $"%{words[i]}%");
        }
        var order = "region, id";
        if (words.Count > 0) order = "CASE WHEN name LIKE $w0 THEN 0 ELSE 1 END, region, id";
        if (asked.Near is { } near)
            order = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"(lon - {near.Lon}) * (lon - {near.Lon}) * 0.855 + (lat - {near.Lat}) * (lat - {near.Lat})");
        command.CommandText = $"SELECT id, name, national_id, type, department, address, place, lon, lat, count(*) OVER () FROM cameras {(where.Count > 0 ? "WHERE " + string.Join(" AND ", where) : "")} ORDER BY {order} LIMIT 50";
        using var reader = command.ExecuteReader();
        var total = 0;
        while (reader.Read())
        {
            for (var column = 0; column < reader.FieldCount; column++) reader.GetValue(column);
            total = reader.GetInt32(9);
        }
        return total;
    }

    public void Dispose() => _database.Dispose();

    private void Run(string sql)
    {
        using var command = _database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>What is asked of both.</summary>
internal sealed record CameraQuery(string? Text = null, string? Class = null, RegionCode? Region = null, bool IsOnline = false, LonLat? Near = null)
{
    public string Address => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"/api/v1/video/cameras?q={Uri.EscapeDataString(Text ?? "")}&class={Uri.EscapeDataString(Class ?? "")}&region={Region?.ToString()}&state={(IsOnline ? "online" : "")}{(Near is { } near ? $"&lon={near.Lon}&lat={near.Lat}" : "")}");
}

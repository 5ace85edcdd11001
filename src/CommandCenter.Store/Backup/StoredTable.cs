using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace CommandCenter.Store.Backup;

/// <summary>A table of the store as lines of JSON, one row a line, its columns in the values every provider shares: what was saved
/// from SQLite comes back in PostgreSQL and the other way round.</summary>
internal sealed class StoredTable(IEntityType entity)
{
    private readonly IProperty[] _columns =
        [.. entity.GetProperties().Where(property => !property.IsShadowProperty()).OrderBy(property => property.GetColumnName(), StringComparer.Ordinal)];

    public string Name { get; } = entity.GetTableName()!;

    /// <summary>All tables, each after those it refers to.</summary>
    public static IReadOnlyList<StoredTable> All(CommandCenterDb db)
    {
        var sorted = new List<IEntityType>();
        void Add(IEntityType type)
        {
            if (sorted.Contains(type)) return;
            foreach (var key in type.GetForeignKeys())
                if (key.PrincipalEntityType != type) Add(key.PrincipalEntityType);
            sorted.Add(type);
        }

        foreach (var type in db.Model.GetEntityTypes().OrderBy(type => type.GetTableName(), StringComparer.Ordinal)) Add(type);
        return [.. sorted.Select(type => new StoredTable(type))];
    }

    /// <summary>Writes every row and returns how many there were.</summary>
    public Task<long> SaveAsync(CommandCenterDb db, Stream file, CancellationToken cancel) =>
        (Task<long>)typeof(StoredTable).GetMethod(nameof(SaveRowsAsync), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!
            .MakeGenericMethod(entity.ClrType).Invoke(this, [db, file, cancel])!;

    /// <summary>Adds every row of a file and returns how many there were.</summary>
    public async Task<long> RestoreAsync(CommandCenterDb db, Stream file, CancellationToken cancel)
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        await using var insert = db.Database.GetDbConnection().CreateCommand();
        insert.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        insert.CommandText =
            $"INSERT INTO {sql.DelimitIdentifier(Name)} ({string.Join(", ", _columns.Select(column => sql.DelimitIdentifier(column.GetColumnName())))}) "
            + $"VALUES ({string.Join(", ", _columns.Select((_, i) => $"@p{i}"))})";
        long rows = 0;
        using var lines = new StreamReader(file);
        while (await lines.ReadLineAsync(cancel) is { } line)
        {
            using var row = JsonDocument.Parse(line);
            insert.Parameters.Clear();
            for (var i = 0; i < _columns.Length; i++)
            {
                var value = row.RootElement.TryGetProperty(_columns[i].GetColumnName(), out var json) ? Read(json, _columns[i]) : null;
                insert.Parameters.Add(_columns[i].GetRelationalTypeMapping().CreateParameter(insert, $"@p{i}", value, _columns[i].IsNullable));
            }

            await insert.ExecuteNonQueryAsync(cancel);
            rows++;
        }

        return rows;
    }

    /// <summary>Of PostgreSQL: the numbers that it gives out itself go on behind those that were restored.</summary>
    public async Task NumberOnAsync(CommandCenterDb db, CancellationToken cancel)
    {
        foreach (var column in _columns.Where(column => column.ValueGenerated == ValueGenerated.OnAdd && (column.ClrType == typeof(int) || column.ClrType == typeof(long))))
        {
            var sql = $"SELECT setval(pg_get_serial_sequence('{Name}', '{column.GetColumnName()}'), (SELECT coalesce(max({column.GetColumnName()}), 0) + 1 FROM {Name}), false)";
            await db.Database.ExecuteSqlRawAsync(sql, cancel);
        }
    }

    private async Task<long> SaveRowsAsync<T>(CommandCenterDb db, Stream file, CancellationToken cancel) where T : class
    {
        var columns = _columns.Select(column => (Name: JsonEncodedText.Encode(column.GetColumnName()), Column: column, Read: column.GetGetter())).ToArray();
        long rows = 0;
        await using var json = new Utf8JsonWriter(file);
        // By key: entries of the audit trail come back only in their sequence.
        var key = entity.FindPrimaryKey()!.Properties[0].Name;
        await foreach (var row in db.Set<T>().AsNoTracking().OrderBy(one => EF.Property<object>(one, key)).AsAsyncEnumerable().WithCancellation(cancel))
        {
            json.WriteStartObject();
            foreach (var (name, column, read) in columns)
            {
                json.WritePropertyName(name);
                Write(json, Stored(column, read.GetClrValue(row)));
            }

            json.WriteEndObject();
            await json.FlushAsync(cancel);
            json.Reset();
            file.WriteByte((byte)'\n');
            rows++;
        }

        return rows;
    }

    private static object? Stored(IProperty column, object? value) =>
        value is not null && column.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value;

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number: json.WriteNumberValue(number); break;
            case byte[] bytes: json.WriteBase64StringValue(bytes); break;
            case DateTime instant: json.WriteStringValue(instant.ToString("O", CultureInfo.InvariantCulture)); break;
            default: throw new NotSupportedException($"A column of type {value.GetType().Name} cannot be saved.");
        }
    }

    /// <summary>The value as the record has it.</summary>
    private static object? Read(JsonElement json, IProperty column)
    {
        if (json.ValueKind == JsonValueKind.Null) return null;
        var converter = column.GetTypeMapping().Converter;
        var type = converter?.ProviderClrType ?? Nullable.GetUnderlyingType(column.ClrType) ?? column.ClrType;
        object stored = type switch
        {
            _ when type == typeof(string) => json.GetString()!,
            _ when type == typeof(bool) => json.GetBoolean(),
            _ when type == typeof(int) => json.GetInt32(),
            _ when type == typeof(long) => json.GetInt64(),
            _ when type == typeof(double) => json.GetDouble(),
            _ when type == typeof(byte[]) => json.GetBytesFromBase64(),
            _ when type == typeof(DateTime) => DateTime.Parse(json.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            _ => throw new NotSupportedException($"A column of type {type.Name} cannot be restored."),
        };
        return converter is null ? stored : converter.ConvertFromProvider(stored);
    }
}

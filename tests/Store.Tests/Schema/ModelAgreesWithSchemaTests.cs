using CommandCenter.Store.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommandCenter.Store.Tests.Schema;

/// <summary>The SQL files make the tables, EF Core reads and writes them: both must mean the same.</summary>
[Collection(Stores.Name)]
public sealed class ModelAgreesWithSchemaTests(Stores stores)
{
    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Every_column_of_the_model_is_a_column_of_the_schema_and_the_other_way_round(Provider provider)
    {
        await using var store = await stores.OpenAsync(provider);
        await using var db = store.Db();

        var model = Tables(db).SelectMany(table => table.Columns.Select(column =>
            $"{table.Name}.{column.Name} {column.StoreType}{(column.IsNullable ? "" : " NOT NULL")}{(IsKey(table, column) ? " KEY" : "")}"));
        var schema = await store.RowsAsync(provider is Provider.Sqlite
            ? """
              SELECT t.name || '.' || c.name || ' ' || c.type || iif(c."notnull", ' NOT NULL', '') || iif(c.pk, ' KEY', '')
              FROM sqlite_schema t JOIN pragma_table_info(t.name) c
              WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'schema_log'
              """
            : """
              SELECT t.relname || '.' || c.attname || ' ' || format_type(c.atttypid, c.atttypmod)
                  || CASE WHEN c.attnotnull THEN ' NOT NULL' ELSE '' END || CASE WHEN c.attnum = ANY (k.conkey) THEN ' KEY' ELSE '' END
              FROM pg_class t
              JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
              LEFT JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'p'
              WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace AND t.relname <> 'schema_log'
              """);

        schema.Select(row => row[0]!).Order(StringComparer.Ordinal).ShouldBe(model.Order(StringComparer.Ordinal));
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Every_foreign_key_of_the_model_is_one_of_the_schema(Provider provider)
    {
        await using var store = await stores.OpenAsync(provider);
        await using var db = store.Db();

        var model = Tables(db).SelectMany(table => table.ForeignKeyConstraints.Select(key =>
            $"{table.Name}.{key.Columns.Single().Name} -> {key.PrincipalTable.Name} {(key.OnDeleteAction == ReferentialAction.Cascade ? "CASCADE" : "NO ACTION")}"));
        var schema = await store.RowsAsync(provider is Provider.Sqlite
            ? """
              SELECT t.name || '.' || k."from" || ' -> ' || k."table" || ' ' || k.on_delete
              FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) k
              WHERE t.type = 'table'
              """
            : """
              SELECT t.relname || '.' || c.attname || ' -> ' || o.relname || CASE k.confdeltype WHEN 'c' THEN ' CASCADE' ELSE ' NO ACTION' END
              FROM pg_constraint k
              JOIN pg_class t ON t.oid = k.conrelid
              JOIN pg_class o ON o.oid = k.confrelid
              JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum = k.conkey[1]
              WHERE k.contype = 'f'
              """);

        schema.Select(row => row[0]!).Order(StringComparer.Ordinal).ShouldBe(model.Order(StringComparer.Ordinal));
    }

    [Theory, ClassData(typeof(EveryProvider))]
    public async Task Every_unique_index_of_the_model_is_one_of_the_schema(Provider provider)
    {
        await using var store = await stores.OpenAsync(provider);
        await using var db = store.Db();

        var model = Tables(db).SelectMany(table => table.Indexes).Where(index => index.IsUnique).Select(index => index.Name);
        var schema = await store.RowsAsync(provider is Provider.Sqlite
            ? "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE%'"
            : """
              SELECT i.relname
              FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
              WHERE x.indisunique AND NOT x.indisprimary AND i.relnamespace = 'public'::regnamespace
              """);

        schema.Select(row => row[0]!).Order(StringComparer.Ordinal).ShouldBe(model.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<ITable> Tables(CommandCenterDb db) => db.Model.GetRelationalModel().Tables;

    private static bool IsKey(ITable table, IColumn column) => table.PrimaryKey!.Columns.Contains(column);
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommandCenter.Store.Tests.Schema;

/// <summary>The SQL files make the tables, EF Core reads and writes them: both must mean the same.</summary>
public sealed class ModelAgreesWithSchemaTests
{
    [Fact]
    public async Task Every_column_of_the_model_is_a_column_of_the_schema_and_the_other_way_round()
    {
        await using var store = await TestStore.OpenAsync();
        await using var db = store.Db();

        var model = Tables(db).SelectMany(table => table.Columns.Select(column =>
            $"{table.Name}.{column.Name} {column.StoreType}{(column.IsNullable ? "" : " NOT NULL")}{(IsKey(table, column) ? " KEY" : "")}"));
        var schema = await store.RowsAsync("""
            SELECT t.name || '.' || c.name || ' ' || c.type || iif(c."notnull", ' NOT NULL', '') || iif(c.pk, ' KEY', '')
            FROM sqlite_schema t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'schema_log'
            """);

        schema.Select(row => row[0]!).Order().ShouldBe(model.Order());
    }

    [Fact]
    public async Task Every_foreign_key_of_the_model_is_one_of_the_schema()
    {
        await using var store = await TestStore.OpenAsync();
        await using var db = store.Db();

        var model = Tables(db).SelectMany(table => table.ForeignKeyConstraints.Select(key =>
            $"{table.Name}.{key.Columns.Single().Name} -> {key.PrincipalTable.Name} {(key.OnDeleteAction == ReferentialAction.Cascade ? "CASCADE" : "NO ACTION")}"));
        var schema = await store.RowsAsync("""
            SELECT t.name || '.' || k."from" || ' -> ' || k."table" || ' ' || k.on_delete
            FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) k
            WHERE t.type = 'table'
            """);

        schema.Select(row => row[0]!).Order().ShouldBe(model.Order());
    }

    [Fact]
    public async Task Every_unique_index_of_the_model_is_one_of_the_schema()
    {
        await using var store = await TestStore.OpenAsync();
        await using var db = store.Db();

        var model = Tables(db).SelectMany(table => table.Indexes).Where(index => index.IsUnique).Select(index => index.Name);
        var schema = await store.RowsAsync("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE%'");

        schema.Select(row => row[0]!).Order().ShouldBe(model.Order());
    }

    private static IEnumerable<ITable> Tables(CommandCenterDb db) => db.Model.GetRelationalModel().Tables;

    private static bool IsKey(ITable table, IColumn column) => table.PrimaryKey!.Columns.Contains(column);
}

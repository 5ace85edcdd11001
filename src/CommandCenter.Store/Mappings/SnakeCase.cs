using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Store.Mappings;

/// <summary>Columns are named as SQL names things: <c>DisplayName</c> is <c>display_name</c>.</summary>
internal static partial class SnakeCase
{
    public static void Apply(ModelBuilder model)
    {
        foreach (var property in model.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(Of(property.Name));
    }

    public static string Of(string name) => WordStart().Replace(name, "_").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();
}

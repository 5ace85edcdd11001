using CommandCenter.Analytics.Import;

namespace CommandCenter.Web.Features.Access.Accounts;

/// <summary>A row that cannot be taken.</summary>
/// <param name="Line">Of the file, from 1.</param>
public sealed record RowFault(long Line, string User, string Reason);

/// <param name="Count">Accounts that were made, or would be.</param>
/// <param name="Accounts">With their passwords, shown this once.</param>
public sealed record ImportAnswer(int Count, IReadOnlyList<RowFault> Faults, IReadOnlyList<AccountMade> Accounts);

/// <summary>A list of accounts as a CSV file: <c>user,name,role,scope,expires,display,phone</c>, the last three may be missing.</summary>
public sealed record AccountFile(IReadOnlyList<(long Line, AccountDraft Draft)> Rows, IReadOnlyList<RowFault> Faults)
{
    public const int MostRows = 2_000;
    public const long MostBytes = 1024 * 1024;

    /// <summary>Reads the file; what makes the whole unreadable is a fault at its line.</summary>
    public static async Task<AccountFile> ReadAsync(Stream content, CancellationToken cancel)
    {
        var path = Path.Combine(Path.GetTempPath(), $"accounts-{Guid.NewGuid():N}.csv");
        try
        {
            await using (var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write }))
                await content.CopyToAsync(file, cancel);
            return Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static AccountFile Read(string path)
    {
        var rows = new List<(long, AccountDraft)>();
        try
        {
            foreach (var row in CsvFile.Rows(path, "user", "name"))
            {
                if (rows.Count == MostRows) return new([], [new(row.Line, "", $"一次最多导入 {MostRows} 个账号。")]);
                rows.Add((row.Line, new(row["user"], row["name"], Blank(row["role"]), Blank(row["scope"]), Blank(row["expires"]), row["display"] is "1" or "true" or "是", Blank(row["phone"]))));
            }
        }
        catch (ImportException refused)
        {
            return new([], [new(0, "", refused.Place.Length > 0 ? $"{refused.Place}：{refused.Reason}" : refused.Reason)]);
        }
        return rows.Count == 0 ? new([], [new(1, "", "文件中没有账号。")]) : new(rows, []);
    }

    private static string? Blank(string text) => text.Length == 0 ? null : text;
}

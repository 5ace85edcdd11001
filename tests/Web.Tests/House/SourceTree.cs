namespace CommandCenter.Web.Tests.House;

/// <summary>The repository's own text, as the house rules read it.</summary>
internal static class SourceTree
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "lib", "_framework", "fonts", ".git", "var", "artifacts"];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Projects { get; } =
        ["CommandCenter.Domain", "CommandCenter.Analytics", "CommandCenter.Store", "CommandCenter.Web"];

    /// <summary>Files under a folder with one of the endings, paths relative to the root, with forward slashes.</summary>
    public static IEnumerable<SourceFile> Files(string folder, params string[] endings)
    {
        var start = new DirectoryInfo(Path.Combine(Root, folder));
        return start.Exists ? Walk(start).Where(file => endings.Any(file.Path.EndsWith)) : [];
    }

    private static IEnumerable<SourceFile> Walk(DirectoryInfo folder) => folder.EnumerateFiles()
        .Select(file => new SourceFile(Path.GetRelativePath(Root, file.FullName).Replace('\\', '/')))
        .Concat(folder.EnumerateDirectories().Where(inner => !NotOurs.Contains(inner.Name)).SelectMany(Walk));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CommandCenter.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("CommandCenter.sln is in no folder above the tests.");
        return folder.FullName;
    }
}

internal sealed record SourceFile(string Path)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public string Text => File.ReadAllText(System.IO.Path.Combine(SourceTree.Root, Path));

    public IReadOnlyList<string> Lines => File.ReadAllLines(System.IO.Path.Combine(SourceTree.Root, Path));
}

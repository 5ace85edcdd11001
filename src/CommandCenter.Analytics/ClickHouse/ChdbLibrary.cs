namespace CommandCenter.Analytics.ClickHouse;

/// <summary>Finds <c>libchdb.so</c>: half a gigabyte, so it is used where npm put it and never copied beside a build.</summary>
internal static class ChdbLibrary
{
    public const string PathKey = "COMMANDCENTER_LIBCHDB";
    private const string File = "libchdb.so";
    private const string InRepository = "src/CommandCenter.Analytics/node_modules/@chdb/lib-linux-x64-gnu/" + File;

    /// <exception cref="DllNotFoundException">It is in none of the places, which the message lists.</exception>
    public static string Locate()
    {
        if (Environment.GetEnvironmentVariable(PathKey) is { Length: > 0 } named)
            return System.IO.File.Exists(named) ? named : throw new DllNotFoundException($"{PathKey} names {named}, which does not exist.");

        var beside = Path.Combine(AppContext.BaseDirectory, File);
        if (System.IO.File.Exists(beside)) return beside;

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var installed = Path.Combine(folder.FullName, InRepository);
            if (System.IO.File.Exists(installed)) return installed;
        }

        throw new DllNotFoundException($"{File} is neither named by {PathKey}, nor in {AppContext.BaseDirectory}, nor at {InRepository} in a folder above.");
    }
}

/// <summary>
/// Runs inside the server that is soaked, by DOTNET_STARTUP_HOOKS: writes down once a second how much of the managed heap is in use.
/// The server itself is as it is delivered. The runtime finds the class by this name, outside any namespace.
/// </summary>
internal static class StartupHook
{
    public const string FileKey = "SOAK_HEAP_FILE";
    private static Timer? _timer;

    public static void Initialize()
    {
        var file = Environment.GetEnvironmentVariable(FileKey);
        if (file is null) return;
        _timer = new(_ => File.AppendAllText(file, $"{GC.GetTotalMemory(forceFullCollection: false)}\n"), null, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }
}

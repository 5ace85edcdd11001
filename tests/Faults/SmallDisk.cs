using System.Diagnostics;

namespace CommandCenter.Tests.Faults;

/// <summary>A real file system of a few megabytes, in memory, that fills up. Mounting takes root.</summary>
public sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Mounts one; null when this machine mounts nothing.</summary>
    public static SmallDisk? TryMount(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("cc-small-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "none", folder)) return new(folder);
        Directory.Delete(folder);
        return null;
    }

    /// <summary>Writes a file as large as the disk lets it; deleting it makes room again. Once more, it takes what became free since.</summary>
    public string Fill()
    {
        var file = Path.Combine(Folder, "filler");
        using var filler = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in new[] { 64 * 1024, 4 * 1024, 1 })
        {
            try
            {
                while (true) filler.Write(new byte[size]);
            }
            catch (IOException)
            {
                // Full, to this size.
            }
        }

        return file;
    }

    public void Dispose()
    {
        Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

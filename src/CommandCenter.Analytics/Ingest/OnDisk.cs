using System.Runtime.InteropServices;

namespace CommandCenter.Analytics.Ingest;

/// <summary>What outlives a power cut: a file's bytes once they are flushed, and its name once its folder is.</summary>
internal static partial class OnDisk
{
    private const int ReadOnly = 0;

    /// <summary>Makes a folder, and its name in the folder above, safe.</summary>
    public static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        Directory.CreateDirectory(folder);
        if (Path.GetDirectoryName(Path.GetFullPath(folder)) is { } above) Keep(above);
    }

    /// <summary>Appends to a file; text and name are safe when it returns.</summary>
    public static void Append(string file, ReadOnlySpan<byte> bytes)
    {
        var isNew = !File.Exists(file);
        using (var handle = File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.Write))
        {
            var end = RandomAccess.GetLength(handle);
            try
            {
                RandomAccess.Write(handle, bytes, end);
                RandomAccess.FlushToDisk(handle);
            }
            catch (IOException)
            {
                // Half a line would spoil the next one.
                RandomAccess.SetLength(handle, end);
                throw;
            }
        }

        if (isNew) Keep(Path.GetDirectoryName(file)!);
    }

    /// <summary>Makes the names in a folder safe: files made, renamed or removed there.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static void Keep(string folder)
    {
        if (OperatingSystem.IsWindows()) return; // NTFS keeps names in its own journal.
        var handle = Open(folder, ReadOnly);
        if (handle < 0) throw new IOException($"The folder {folder} cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        try
        {
            if (Flush(handle) != 0) throw new IOException($"The folder {folder} cannot be flushed: error {Marshal.GetLastPInvokeError()}.");
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}

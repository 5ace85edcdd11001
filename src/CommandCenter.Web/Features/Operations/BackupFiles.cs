using System.Security.Cryptography;

namespace CommandCenter.Web.Features.Operations;

/// <summary>The files of a backup: copied, weighed and compared.</summary>
internal static class BackupFiles
{
    /// <summary>Copies a folder with everything in it except what stands directly in it under one of these names.</summary>
    public static void Copy(string from, string to, params string[] without)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            if (!without.Contains(Path.GetFileName(file))) CopyFile(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from))
            if (!without.Contains(Path.GetFileName(folder))) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }

    /// <summary>Renames a folder, or copies it where the two lie on different disks.</summary>
    public static void Move(string from, string to)
    {
        try
        {
            Directory.Move(from, to);
        }
        catch (IOException) when (!Directory.Exists(to))
        {
            Copy(from, to);
            Directory.Delete(from, recursive: true);
        }
    }

    /// <summary>Every file below a folder with its size and checksum, on disk for good.</summary>
    public static async Task<IReadOnlyList<SavedFile>> WeighAsync(string folder, CancellationToken cancel)
    {
        var files = new List<SavedFile>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
            var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
            file.Flush(flushToDisk: true);
            files.Add(new(Path.GetRelativePath(folder, path).Replace('\\', '/'), file.Length, sha256));
        }

        return files;
    }

    /// <exception cref="InvalidOperationException">A file is missing or is not what was saved; the message names the first.</exception>
    public static async Task CheckAsync(string folder, IReadOnlyList<SavedFile> files, CancellationToken cancel)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        foreach (var saved in files)
        {
            var path = Path.GetFullPath(Path.Combine(root, saved.Path));
            if (!path.StartsWith(root, StringComparison.Ordinal) || !File.Exists(path))
                throw new InvalidOperationException($"备份不完整：缺少 {saved.Path}。");
            await using var file = File.OpenRead(path);
            if (file.Length != saved.Bytes || Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel)) != saved.Sha256)
                throw new InvalidOperationException($"备份已损坏：{saved.Path} 与校验值不符。");
        }
    }

    /// <summary>A file of the running product may vanish while it is copied, as a segment of the spool does once it is empty.</summary>
    private static void CopyFile(string from, string to)
    {
        try
        {
            File.Copy(from, to);
        }
        catch (FileNotFoundException)
        {
        }
    }
}

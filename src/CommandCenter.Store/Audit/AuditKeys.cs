using System.Security.Cryptography;
using System.Text;

namespace CommandCenter.Store.Audit;

/// <summary>
/// The secrets that the trail's hashes are made with. They lie beside the store, never in it: whoever can rewrite the table
/// still cannot make an entry that verifies. The file holds one key a line in base64; the last one seals new entries, the
/// ones before it verify old entries. Nodes that share a store share the file.
/// </summary>
public sealed class AuditKeys
{
    private readonly Dictionary<string, byte[]> _keys;

    private AuditKeys(IReadOnlyList<byte[]> keys)
    {
        _keys = keys.ToDictionary(IdOf);
        CurrentId = IdOf(keys[^1]);
    }

    /// <summary>Names the key that seals new entries: the first 16 hex digits of its SHA-256.</summary>
    public string CurrentId { get; }

    /// <summary>Reads the file, or makes it with a new key, readable by its owner alone.</summary>
    /// <exception cref="InvalidOperationException">The file holds no key, or something else.</exception>
    public static AuditKeys Open(string file)
    {
        try
        {
            var ours = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows()) ours.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var made = new FileStream(file, ours);
            made.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n"));
            made.Flush(flushToDisk: true);
        }
        catch (IOException) when (File.Exists(file))
        {
        }
        return Read(file);
    }

    /// <summary>The key of an id; null when it is not in the file.</summary>
    public byte[]? Find(string id) => _keys.GetValueOrDefault(id);

    internal byte[] Current => _keys[CurrentId];

    private static AuditKeys Read(string file)
    {
        try
        {
            byte[][] keys = [.. File.ReadLines(file).Where(line => line.Length > 0).Select(Convert.FromBase64String)];
            if (keys.Length > 0 && keys.All(key => key.Length >= 32)) return new(keys);
        }
        catch (FormatException)
        {
        }
        throw new InvalidOperationException($"{file} holds no audit keys: one a line is expected, at least 32 bytes in base64.");
    }

    private static string IdOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key))[..16];
}

using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>A ZIP that somebody brought. Every entry is looked at before one is unpacked, and what comes out is counted: what an
/// entry says about its size is not believed.</summary>
internal sealed class LayerArchive : IDisposable
{
    private const int SmallEnough = 16 << 20;
    private const int LinkKind = 0xA;
    private readonly string _file;
    private readonly LayerLimits _limits;
    private readonly ZipArchive _zip;
    private long _unpacked;

    /// <exception cref="ImportException">An entry is refused, and the archive with it.</exception>
    public LayerArchive(string path, LayerLimits limits)
    {
        (_file, _limits) = (Path.GetFileName(path), limits);
        if (EntriesSaid(path) > limits.ZipEntries) throw TooMany();
        try
        {
            // Names without the mark of UTF-8 come byte by byte, and are told apart below.
            _zip = new ZipArchive(File.OpenRead(path), ZipArchiveMode.Read, leaveOpen: false, Encoding.Latin1);
            if (_zip.Entries.Count > limits.ZipEntries) throw TooMany();
            Entries = [.. _zip.Entries.Select(entry => (Name(entry), entry)).Where(one => !one.Item1.EndsWith('/'))];
            foreach (var (name, entry) in Entries) Check(name, entry);
            if (Entries.Sum(one => one.Entry.Length) > limits.UnpackedBytes) throw TooLarge();
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or NotSupportedException or OverflowException)
        {
            Dispose();
            throw Unreadable();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The files, folders left out; names with <c>/</c>, as they were meant.</summary>
    public IReadOnlyList<(string Name, ZipArchiveEntry Entry)> Entries { get; }

    public void Dispose() => _zip?.Dispose();

    /// <summary>Unpacks one entry to a path of ours.</summary>
    public void Unpack(ZipArchiveEntry entry, string to)
    {
        try
        {
            using var packed = entry.Open();
            using var file = File.Create(to);
            var (buffer, written) = (new byte[1 << 16], 0L);
            for (var count = packed.Read(buffer); count > 0; count = packed.Read(buffer))
            {
                written += count;
                _unpacked += count;
                if (_unpacked > _limits.UnpackedBytes) throw TooLarge();
                if (IsBomb(written, entry.CompressedLength)) throw Bomb(entry.Name);
                file.Write(buffer, 0, count);
            }
        }
        catch (Exception failure) when (failure is InvalidDataException or NotSupportedException)
        {
            throw Unreadable();
        }
    }

    private void Check(string name, ZipArchiveEntry entry)
    {
        var parts = name.Split('/', '\\');
        if (name.StartsWith('/') || name.StartsWith('\\') || name.Contains(':') || parts.Contains("..") || name.Any(char.IsControl))
            throw new ImportException(_file, "", $"压缩包内的文件名“{Shown(name)}”指向包外，已拒绝", LayerFault.ZipEntryName);
        // The upper half holds the mode of Unix: 0xA is a link, 0 is none said, 8 a file.
        if (((entry.ExternalAttributes >> 28) & 0xF) is LinkKind or not (0 or 8 or 4))
            throw new ImportException(_file, "", $"压缩包内的“{Shown(name)}”是链接或设备，已拒绝", LayerFault.ZipEntryKind);
        if (Path.GetExtension(name).ToLowerInvariant() is ".zip" or ".kmz" or ".rar" or ".7z" or ".gz" or ".tar")
            throw new ImportException(_file, "", $"压缩包内还有压缩包“{Shown(name)}”，请解开后重新打包", LayerFault.ZipNested);
        if (IsBomb(entry.Length, entry.CompressedLength)) throw Bomb(name);
    }

    private bool IsBomb(long unpacked, long packed) => unpacked > SmallEnough && unpacked / _limits.ZipRatio > Math.Max(packed, 1);

    private static string Name(ZipArchiveEntry entry) => entry.FullName.Any(one => one > 0xFF)
        ? entry.FullName
        : TextEncodings.Text(Encoding.Latin1.GetBytes(entry.FullName));

    /// <summary>How many entries the end of the archive announces; 65,535 stands for more than fit.</summary>
    private static int EntriesSaid(string path)
    {
        const int longestEnd = 22 + 65_535;
        using var stream = File.OpenRead(path);
        var tail = new byte[Math.Min(stream.Length, longestEnd)];
        stream.Seek(-tail.Length, SeekOrigin.End);
        stream.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        return end >= 0 && end + 22 <= tail.Length ? BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 10)) : 0;
    }

    private static string Shown(string name) => TextRules.Clean(name.Length <= 60 ? name : name[..60], 60, out _) ?? "？";

    private ImportException TooMany() => new(_file, "", $"压缩包内的文件超过 {_limits.ZipEntries:N0} 个", LayerFault.ZipTooManyEntries);

    private ImportException TooLarge() => new(_file, "", $"解压后超过 {_limits.UnpackedBytes >> 20:N0} MB", LayerFault.ZipTooLarge);

    private ImportException Bomb(string name) => new(_file, "", $"“{Shown(name)}”的压缩比异常，疑似压缩炸弹", LayerFault.ZipBomb);

    private ImportException Unreadable() => new(_file, "", "压缩包损坏、不完整，或已加密", LayerFault.ZipUnreadable);
}

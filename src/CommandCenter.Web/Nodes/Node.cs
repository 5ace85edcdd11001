using CommandCenter.Store;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Nodes;

/// <summary>This process among the web nodes of one store. Where the store is a file there is no other.</summary>
public sealed class Node : IDisposable
{
    /// <summary>In the data folder; holds the id, and is held by the process that lives there.</summary>
    public const string FileName = "node";

    private readonly FileStream? _held;

    /// <exception cref="InvalidOperationException">Another process works in the same data folder.</exception>
    public Node(CommandCenterOptions options, TimeProvider clock)
    {
        IsAlone = !options.Store.IsServer;
        Url = options.NodeUrl;
        if (IsAlone) return;
        try
        {
            // Held as long as the process lives: two processes in one folder would spoil each other's spool.
            _held = new(Path.Combine(options.DataFolder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held)
        {
            throw new InvalidOperationException($"{CommandCenterOptions.DataKey}: another process works in {options.DataFolder}; each node needs a folder of its own.", held);
        }

        Id = ReadOrWrite(_held, Ulid.New(clock.GetUtcNow()));
    }

    public bool IsAlone { get; }

    /// <summary>A ULID, the same as long as the data folder is; empty when alone.</summary>
    public string Id { get; } = "";

    /// <summary>Where the other nodes reach it; empty when they cannot.</summary>
    public string Url { get; }

    public void Dispose() => _held?.Dispose();

    private static string ReadOrWrite(FileStream file, string fresh)
    {
        if (new StreamReader(file, leaveOpen: true).ReadToEnd() is { Length: > 0 } known) return known;
        file.Write(System.Text.Encoding.ASCII.GetBytes(fresh));
        file.Flush(flushToDisk: true);
        return fresh;
    }
}

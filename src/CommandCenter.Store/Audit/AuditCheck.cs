using CommandCenter.Store.Records;

namespace CommandCenter.Store.Audit;

/// <summary>What a walk over the whole trail found.</summary>
/// <param name="Entries">How many entries held, up to the break if there is one.</param>
/// <param name="Anchors">How many anchors were held against the trail.</param>
/// <param name="Head">The last entry that held.</param>
/// <param name="Break">The first place where the trail does not hold; null when all of it does.</param>
public sealed record AuditFinding(long Entries, int Anchors, AuditEntry? First, AuditEntry? Head, AuditBreak? Break, DateTimeOffset At)
{
    public bool Holds => Break is null;
}

/// <summary>Where the trail was tampered with, and what that looks like.</summary>
public sealed record AuditBreak(long Sequence, AuditBreakKind Kind);

/// <summary>What a break looks like from outside.</summary>
public enum AuditBreakKind
{
    /// <summary>The entry is not what was sealed.</summary>
    Changed = 1,

    /// <summary>Entries that stood here are gone.</summary>
    Missing,

    /// <summary>The entry does not follow the one before it: inserted or moved.</summary>
    Unlinked,

    /// <summary>An anchor was dropped here or farther on, and the trail does not reach it any more.</summary>
    CutOff,

    /// <summary>An anchor saw another entry here: the trail was written anew.</summary>
    Rewritten,

    /// <summary>Sealed with a key that is not at hand.</summary>
    UnknownKey,
}

/// <summary>Walks over the trail from its first entry and recomputes every hash. Reads it in pieces; about 100,000 entries a second.</summary>
public sealed class AuditCheck(AuditArchive archive, AuditKeys keys, AuditAnchors anchors, TimeProvider clock)
{
    private const int Piece = 1_000;

    public async Task<AuditFinding> RunAsync(CancellationToken cancel)
    {
        // Anchors first: what is appended while we walk may only be farther than they are.
        var seen = anchors.Read().OrderBy(anchor => anchor.Sequence).ToList();
        AuditEntry? first = null, head = null;
        var anchor = 0;
        AuditFinding Found(AuditBreak? at) => new(head?.Sequence ?? 0, anchor, first, head, at, clock.GetUtcNow());

        while (await archive.AfterAsync(head?.Sequence ?? 0, Piece, cancel) is { Count: > 0 } piece)
        {
            foreach (var entry in piece)
            {
                if (Fault(head, entry) is { } kind) return Found(new(kind is AuditBreakKind.Missing ? (head?.Sequence ?? 0) + 1 : entry.Sequence, kind));
                (first, head) = (first ?? entry, entry);
                for (; anchor < seen.Count && seen[anchor].Sequence == entry.Sequence; anchor++)
                    if (seen[anchor].Hash != entry.Hash) return Found(new(entry.Sequence, AuditBreakKind.Rewritten));
            }
        }
        return Found(anchor < seen.Count ? new((head?.Sequence ?? 0) + 1, AuditBreakKind.CutOff) : null);
    }

    private AuditBreakKind? Fault(AuditEntry? before, AuditEntry entry)
    {
        if (entry.Sequence != (before?.Sequence ?? 0) + 1) return AuditBreakKind.Missing;
        if (keys.Find(entry.KeyId) is not { } key) return AuditBreakKind.UnknownKey;
        if (AuditChain.Hash(entry, key) != entry.Hash) return AuditBreakKind.Changed;
        return entry.Previous != (before?.Hash ?? AuditChain.Beginning) ? AuditBreakKind.Unlinked : null;
    }
}

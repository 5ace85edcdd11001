using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Store.Audit;

/// <summary>What is looked for in the trail; every member narrows.</summary>
public sealed record AuditSearch
{
    /// <summary>Entries of regions inside it. Those of no region belong to the whole and are found with <see cref="WithoutRegion"/>.</summary>
    public required RegionScope Scope { get; init; }

    public required bool WithoutRegion { get; init; }

    /// <summary>Inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The exact sign-in name.</summary>
    public string? Actor { get; init; }

    public string? Action { get; init; }

    public AuditOutcome? Outcome { get; init; }

    /// <summary>Part of target, address or detail; no wildcards.</summary>
    public string? Text { get; init; }

    /// <summary>The cursor: only entries before this one.</summary>
    public long? Before { get; init; }

    public int Limit { get; init; } = 50;
}

/// <summary>Reads the trail.</summary>
public sealed class AuditArchive(IDbContextFactory<CommandCenterDb> stores)
{
    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> FindAsync(AuditSearch search, CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        return await Matching(store.AuditEntries.AsNoTracking(), search)
            .OrderByDescending(entry => entry.Sequence).Take(search.Limit).ToListAsync(cancel);
    }

    /// <summary>Oldest first, from the one after <paramref name="sequence"/> on.</summary>
    public async Task<IReadOnlyList<AuditEntry>> AfterAsync(long sequence, int limit, CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        return await store.AuditEntries.AsNoTracking().Where(entry => entry.Sequence > sequence)
            .OrderBy(entry => entry.Sequence).Take(limit).ToListAsync(cancel);
    }

    public async Task<AuditEntry?> HeadAsync(CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        return await store.AuditEntries.AsNoTracking().OrderByDescending(entry => entry.Sequence).FirstOrDefaultAsync(cancel);
    }

    /// <summary>How far the trail was sent to the receiver of this name.</summary>
    public async Task<long> SentAsync(string name, CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        return await store.AuditExports.Where(export => export.Name == name).Select(export => export.Sequence).FirstOrDefaultAsync(cancel);
    }

    public async Task MarkSentAsync(string name, long sequence, CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        if (await store.AuditExports.FindAsync([name], cancel) is { } export) export.Sequence = sequence;
        else store.AuditExports.Add(new AuditExport { Name = name, Sequence = sequence });
        await store.SaveChangesAsync(cancel);
    }

    private static IQueryable<AuditEntry> Matching(IQueryable<AuditEntry> entries, AuditSearch search)
    {
        if (!search.Scope.Root.IsRegion) return entries.Where(_ => false);
        var (first, last, withoutRegion) = (search.Scope.Root, RegionCode.FromNumber(search.Scope.To - 1), search.WithoutRegion);
        entries = entries.Where(entry => entry.Region == null ? withoutRegion : entry.Region >= first && entry.Region <= last);
        if (search.From is { } from) entries = entries.Where(entry => entry.At >= from);
        if (search.To is { } to) entries = entries.Where(entry => entry.At < to);
        if (search.Actor is { } actor) entries = entries.Where(entry => entry.ActorName == actor);
        if (search.Action is { } action) entries = entries.Where(entry => entry.Action == action);
        if (search.Outcome is { } outcome) entries = entries.Where(entry => entry.Outcome == outcome);
        if (search.Text is { } text) entries = entries.Where(entry => entry.Target.Contains(text) || entry.Address.Contains(text) || entry.Detail.Contains(text));
        if (search.Before is { } before) entries = entries.Where(entry => entry.Sequence < before);
        return entries;
    }
}

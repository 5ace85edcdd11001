using CommandCenter.Domain.Indicators;
using CommandCenter.Store;
using CommandCenter.Store.Nodes;
using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Indicators;

/// <summary>Keeps the catalogue of indicators in the store.</summary>
public sealed class IndicatorArchive(IDbContextFactory<CommandCenterDb> databases, StoreChanges changes)
{
    /// <summary>What <see cref="StoreChanges"/> calls a change of the catalogue.</summary>
    public const string Topic = "indicators";

    public async Task<IReadOnlyList<Indicator>> LoadAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var records = await database.Indicators.AsNoTracking().ToListAsync(cancel);
        return [.. records.Select(record => record.ToIndicator()).OrderBy(indicator => indicator.Dimension).ThenBy(indicator => indicator.Order)];
    }

    /// <summary>Puts the catalogue in place of the stored one, all or nothing.</summary>
    public async Task SaveAsync(IReadOnlyList<Indicator> catalog, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await database.Indicators.ExecuteDeleteAsync(cancel);
        database.Indicators.AddRange(catalog.Select(IndicatorRecord.From));
        await changes.SaveAsync(database, Topic, detail: null, cancel);
    }
}

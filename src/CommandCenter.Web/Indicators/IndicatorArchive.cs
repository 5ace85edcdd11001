using CommandCenter.Domain.Indicators;
using CommandCenter.Store;
using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Indicators;

/// <summary>Keeps the catalogue of indicators in the store.</summary>
public sealed class IndicatorArchive(IDbContextFactory<CommandCenterDb> databases)
{
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
        await database.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}

using CommandCenter.Domain.Alarms;
using CommandCenter.Store;
using CommandCenter.Store.Nodes;
using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Alarms;

/// <summary>The rules, in memory on every node.</summary>
internal sealed class RuleBook(IDbContextFactory<CommandCenterDb> stores, StoreChanges changes) : IHostedService, IDisposable
{
    public const string Topic = "alarm-rules";

    private IDisposable? _listening;
    private volatile IReadOnlyList<KeptRule> _rules = [];

    /// <summary>Raised after a change. Cheap handlers only.</summary>
    public event Action? Changed;

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<KeptRule> Rules => _rules;

    public KeptRule? Find(string id) => _rules.FirstOrDefault(kept => kept.Rule.Id == id);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _listening = changes.Listen(Topic, _ => LoadAsync(CancellationToken.None));
        await LoadAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listening?.Dispose();

    private async Task LoadAsync(CancellationToken cancel)
    {
        await using var store = await stores.CreateDbContextAsync(cancel);
        var records = await store.AlarmRules.AsNoTracking().OrderBy(rule => rule.Name).ThenBy(rule => rule.Id).ToListAsync(cancel);
        _rules = [.. records.Select(KeptRule.Of)];
        Changed?.Invoke();
    }
}

/// <summary>A rule as it is kept.</summary>
/// <param name="Row">Its row version: who changes an older one is told.</param>
internal sealed record KeptRule(AlarmRule Rule, string ChangedBy, DateTimeOffset ChangedAt, int Row)
{
    public static KeptRule Of(AlarmRuleRecord record) => new(record.ToRule(), record.ChangedBy, record.ChangedAt, record.RowVersion);
}

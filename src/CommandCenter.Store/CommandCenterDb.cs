using CommandCenter.Domain.Geography;
using CommandCenter.Store.Mappings;
using CommandCenter.Store.Records;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Store;

/// <summary>
/// The decisions of the city. Ask <see cref="IDbContextFactory{TContext}"/> for one per operation; never keep one in a circuit.
/// A new kind of record is four things of one name: <c>Records/X.cs</c>, <c>Mappings/XMapping.cs</c> (found by itself),
/// a <see cref="DbSet{TEntity}"/> here, and the next number in <c>Schema/</c>.
/// </summary>
public sealed class CommandCenterDb(DbContextOptions<CommandCenterDb> options) : IdentityDbContext<Account>(options)
{
    public DbSet<Account> Accounts => Users;

    public DbSet<SessionRecord> Sessions => Set<SessionRecord>();

    public DbSet<PasswordHistoryRecord> PasswordHistory => Set<PasswordHistoryRecord>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<IdempotencyKey> IdempotencyKeys => Set<IdempotencyKey>();

    public DbSet<SetupDoor> SetupDoors => Set<SetupDoor>();

    public DbSet<IngestToken> IngestTokens => Set<IngestToken>();

    public DbSet<DeviceRecord> Devices => Set<DeviceRecord>();

    public DbSet<DevicePhoto> DevicePhotos => Set<DevicePhoto>();

    public DbSet<DeviceTypeRecord> DeviceTypes => Set<DeviceTypeRecord>();

    public DbSet<UnknownDeviceRecord> UnknownDevices => Set<UnknownDeviceRecord>();

    public DbSet<DeadLetterRecord> DeadLetters => Set<DeadLetterRecord>();

    public DbSet<MetricRecord> Metrics => Set<MetricRecord>();

    public DbSet<RegionRecord> Regions => Set<RegionRecord>();

    public DbSet<RegionBoundaryRecord> RegionBoundaries => Set<RegionBoundaryRecord>();

    public DbSet<BaseLineRecord> BaseLines => Set<BaseLineRecord>();

    public DbSet<IndicatorRecord> Indicators => Set<IndicatorRecord>();

    public DbSet<LayerRecord> Layers => Set<LayerRecord>();

    public DbSet<LayerVersionRecord> LayerVersions => Set<LayerVersionRecord>();

    public DbSet<AlarmRuleRecord> AlarmRules => Set<AlarmRuleRecord>();

    public DbSet<AlarmRecord> Alarms => Set<AlarmRecord>();

    public DbSet<AlarmStepRecord> AlarmSteps => Set<AlarmStepRecord>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<AuditExport> AuditExports => Set<AuditExport>();

    public DbSet<DataKey> DataKeys => Set<DataKey>();

    public DbSet<NodeRecord> Nodes => Set<NodeRecord>();

    public DbSet<LeaseRecord> Leases => Set<LeaseRecord>();

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        base.ConfigureConventions(conventions);
        conventions.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
        conventions.Properties<RegionCode>().HaveConversion<RegionCodeConverter>();
        conventions.Properties<Enum>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        IdentityMapping.Configure(model);
        model.ApplyConfigurationsFromAssembly(typeof(CommandCenterDb).Assembly);
        SnakeCase.Apply(model);
    }
}

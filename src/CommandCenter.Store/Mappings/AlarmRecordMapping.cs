using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommandCenter.Store.Mappings;

internal sealed class AlarmRecordMapping : IEntityTypeConfiguration<AlarmRecord>
{
    public void Configure(EntityTypeBuilder<AlarmRecord> alarm)
    {
        alarm.ToTable("alarms");
        alarm.HasKey(a => a.Id);
        alarm.Ignore(a => a.IsOpen);
        alarm.Property(a => a.RowVersion).IsConcurrencyToken();
        alarm.HasIndex(a => new { a.Device, a.Rule }).IsUnique().HasFilter("closed_at IS NULL").HasDatabaseName("alarms_one_open");
        alarm.HasIndex(a => new { a.Region, a.RaisedAt }).HasDatabaseName("alarms_by_region");
        alarm.HasIndex(a => new { a.Device, a.RaisedAt }).HasDatabaseName("alarms_by_device");
        alarm.HasIndex(a => a.RaisedAt).HasFilter("closed_at IS NULL").HasDatabaseName("alarms_open");
    }
}

using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommandCenter.Store.Mappings;

internal sealed class DeviceRecordMapping : IEntityTypeConfiguration<DeviceRecord>
{
    public void Configure(EntityTypeBuilder<DeviceRecord> device)
    {
        device.ToTable("devices");
        device.HasKey(d => d.Id);
        device.HasIndex(d => d.Region).HasDatabaseName("devices_by_region");
        device.Property(d => d.RowVersion).IsConcurrencyToken();
    }
}

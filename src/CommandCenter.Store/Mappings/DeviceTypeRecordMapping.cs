using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommandCenter.Store.Mappings;

internal sealed class DeviceTypeRecordMapping : IEntityTypeConfiguration<DeviceTypeRecord>
{
    public void Configure(EntityTypeBuilder<DeviceTypeRecord> type)
    {
        type.ToTable("device_types");
        type.HasKey(t => t.Name);
    }
}

using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommandCenter.Store.Mappings;

internal sealed class UnknownDeviceRecordMapping : IEntityTypeConfiguration<UnknownDeviceRecord>
{
    public void Configure(EntityTypeBuilder<UnknownDeviceRecord> device)
    {
        device.ToTable("unknown_devices");
        device.HasKey(d => new { d.Device, d.Region });
    }
}

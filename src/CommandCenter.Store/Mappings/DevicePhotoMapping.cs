using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommandCenter.Store.Mappings;

internal sealed class DevicePhotoMapping : IEntityTypeConfiguration<DevicePhoto>
{
    public void Configure(EntityTypeBuilder<DevicePhoto> photo)
    {
        photo.ToTable("device_photos");
        photo.HasKey(p => p.Device);
        photo.HasOne<DeviceRecord>().WithMany().HasForeignKey(p => p.Device).OnDelete(DeleteBehavior.Cascade);
    }
}

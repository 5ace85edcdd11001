using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommandCenter.Store.Mappings;

internal sealed class SetupDoorMapping : IEntityTypeConfiguration<SetupDoor>
{
    public void Configure(EntityTypeBuilder<SetupDoor> door)
    {
        door.ToTable("setup_door");
        door.HasKey(d => d.Id);
        door.Property(d => d.Id).ValueGeneratedNever();
    }
}

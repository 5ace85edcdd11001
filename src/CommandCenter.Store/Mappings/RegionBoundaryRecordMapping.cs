using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommandCenter.Store.Mappings;

internal sealed class RegionBoundaryRecordMapping : IEntityTypeConfiguration<RegionBoundaryRecord>
{
    public void Configure(EntityTypeBuilder<RegionBoundaryRecord> record)
    {
        record.ToTable("region_boundaries");
        record.HasKey(r => r.Code);
    }
}

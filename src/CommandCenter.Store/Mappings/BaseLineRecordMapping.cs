using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommandCenter.Store.Mappings;

internal sealed class BaseLineRecordMapping : IEntityTypeConfiguration<BaseLineRecord>
{
    public void Configure(EntityTypeBuilder<BaseLineRecord> record)
    {
        record.ToTable("base_lines");
        record.HasKey(r => new { r.Root, r.Ordinal });
    }
}

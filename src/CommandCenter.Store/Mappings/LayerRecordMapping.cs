using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommandCenter.Store.Mappings;

internal sealed class LayerRecordMapping : IEntityTypeConfiguration<LayerRecord>
{
    public void Configure(EntityTypeBuilder<LayerRecord> record)
    {
        record.ToTable("layers");
        record.HasKey(r => r.Id);
        record.Property(r => r.RowVersion).IsConcurrencyToken();
    }
}

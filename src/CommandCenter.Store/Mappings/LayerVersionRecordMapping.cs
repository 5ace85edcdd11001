using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommandCenter.Store.Mappings;

internal sealed class LayerVersionRecordMapping : IEntityTypeConfiguration<LayerVersionRecord>
{
    public void Configure(EntityTypeBuilder<LayerVersionRecord> record)
    {
        record.ToTable("layer_versions");
        record.HasKey(r => new { r.Layer, r.Number });
        record.HasOne<LayerRecord>().WithMany().HasForeignKey(r => r.Layer).OnDelete(DeleteBehavior.Cascade);
    }
}

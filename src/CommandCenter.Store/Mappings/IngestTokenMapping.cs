using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommandCenter.Store.Mappings;

internal sealed class IngestTokenMapping : IEntityTypeConfiguration<IngestToken>
{
    public void Configure(EntityTypeBuilder<IngestToken> token)
    {
        token.ToTable("ingest_tokens");
        token.HasKey(t => t.Id);
        token.HasIndex(t => t.Hash).IsUnique().HasDatabaseName("ingest_tokens_by_hash");
    }
}

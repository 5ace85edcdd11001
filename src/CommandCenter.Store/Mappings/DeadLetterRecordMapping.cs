using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommandCenter.Store.Mappings;

internal sealed class DeadLetterRecordMapping : IEntityTypeConfiguration<DeadLetterRecord>
{
    public void Configure(EntityTypeBuilder<DeadLetterRecord> letter)
    {
        letter.ToTable("dead_letters");
        letter.HasKey(l => l.Id);
        letter.Property(l => l.State).IsConcurrencyToken(); // One who decides what it is replayed as.
        letter.HasIndex(l => new { l.State, l.Region, l.ReceivedAt }).HasDatabaseName("dead_letters_by_state");
    }
}

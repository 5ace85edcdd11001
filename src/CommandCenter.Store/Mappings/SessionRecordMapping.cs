using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommandCenter.Store.Mappings;

internal sealed class SessionRecordMapping : IEntityTypeConfiguration<SessionRecord>
{
    public void Configure(EntityTypeBuilder<SessionRecord> session)
    {
        session.ToTable("sessions");
        session.HasKey(s => s.Id);
        session.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
        session.HasIndex(s => new { s.AccountId, s.CreatedAt }).HasDatabaseName("sessions_by_account");
        session.HasIndex(s => s.EndedAt).HasDatabaseName("sessions_by_end");
    }
}

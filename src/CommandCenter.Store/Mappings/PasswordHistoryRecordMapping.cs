using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommandCenter.Store.Mappings;

internal sealed class PasswordHistoryRecordMapping : IEntityTypeConfiguration<PasswordHistoryRecord>
{
    public void Configure(EntityTypeBuilder<PasswordHistoryRecord> password)
    {
        password.ToTable("password_history");
        password.HasKey(p => p.Id);
        password.HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId).OnDelete(DeleteBehavior.Cascade);
        password.HasIndex(p => new { p.AccountId, p.SetAt }).HasDatabaseName("password_history_by_account");
    }
}

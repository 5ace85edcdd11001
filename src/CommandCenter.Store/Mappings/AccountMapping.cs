using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommandCenter.Store.Mappings;

internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.ToTable("accounts");
        account.HasIndex(a => a.NormalizedUserName).IsUnique().HasDatabaseName("accounts_by_user_name");
        account.HasIndex(a => a.NormalizedEmail).HasDatabaseName("accounts_by_email");
    }
}

using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Store.Mappings;

/// <summary>The tables Identity keeps beside an account, under our names.</summary>
internal static class IdentityMapping
{
    public static void Configure(ModelBuilder model)
    {
        var role = model.Entity<IdentityRole>().ToTable("roles");
        role.HasIndex(r => r.NormalizedName).IsUnique().HasDatabaseName("roles_by_name");
        model.Entity<IdentityUserRole<string>>().ToTable("account_roles");
        model.Entity<IdentityUserClaim<string>>().ToTable("account_claims");
        model.Entity<IdentityUserLogin<string>>().ToTable("account_logins");
        model.Entity<IdentityUserToken<string>>().ToTable("account_tokens");
        model.Entity<IdentityRoleClaim<string>>().ToTable("role_claims");
    }
}

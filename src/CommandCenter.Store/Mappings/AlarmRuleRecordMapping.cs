using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommandCenter.Store.Mappings;

internal sealed class AlarmRuleRecordMapping : IEntityTypeConfiguration<AlarmRuleRecord>
{
    public void Configure(EntityTypeBuilder<AlarmRuleRecord> rule)
    {
        rule.ToTable("alarm_rules");
        rule.HasKey(r => r.Id);
        rule.Property(r => r.RowVersion).IsConcurrencyToken();
    }
}

using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommandCenter.Store.Mappings;

internal sealed class AlarmStepRecordMapping : IEntityTypeConfiguration<AlarmStepRecord>
{
    public void Configure(EntityTypeBuilder<AlarmStepRecord> step)
    {
        step.ToTable("alarm_steps");
        step.HasKey(s => s.Id);
        step.HasOne<AlarmRecord>().WithMany().HasForeignKey(s => s.Alarm).OnDelete(DeleteBehavior.Restrict);
        step.HasIndex(s => new { s.Alarm, s.Id }).HasDatabaseName("alarm_steps_by_alarm");
    }
}

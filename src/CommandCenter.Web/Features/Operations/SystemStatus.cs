using CommandCenter.Analytics.Ingest;

namespace CommandCenter.Web.Features.Operations;

/// <summary>How the machine room is doing, in one look. Times are milliseconds, sizes bytes.</summary>
/// <param name="StartedAt">Of this process.</param>
/// <param name="Questions">Asked of ClickHouse by this process since its start; inserts are none.</param>
/// <param name="Screens">Connections that follow live panels.</param>
/// <param name="Taker">The node that takes the readings of all: "本节点", or its address; null while none does.</param>
internal sealed record SystemStatus(
    DateTimeOffset At,
    DateTimeOffset StartedAt,
    VersionStatus Versions,
    PartStatus ClickHouse,
    long Questions,
    PartStatus Store,
    SpoolStatus Spool,
    DiskStatus Disk,
    MemoryStatus Memory,
    int Screens,
    string? Taker,
    BackupEntry? LastBackup)
{
    /// <summary>Worst first: what an administrator has to do something about, one sentence each.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            var complaints = new List<string>();
            if (Store.Fault is not null) complaints.Add("关系库没有应答：不能登录，也不能保存。");
            if (ClickHouse.Fault is not null) complaints.Add("ClickHouse 没有应答：读数暂存在磁盘上，图表停在最近一次。");
            if (Taker is null) complaints.Add("没有节点接收读数：网关正在重发，请检查各节点。");
            if (Spool.Fault is not null) complaints.Add("读数进不了 ClickHouse，正在重试；已签收的读数都在磁盘上。");
            if (Spool.DeadLetters > 0) complaints.Add($"有 {Spool.DeadLetters} 条读数被 ClickHouse 拒绝，已另存，请查看原因。");
            if (Disk.IsLow) complaints.Add("数据盘剩余不足 10%，请尽快扩容或清理备份。");
            if (LastBackup is null) complaints.Add("还没有任何备份。");
            else if (At - LastBackup.At > TimeSpan.FromDays(2)) complaints.Add("最近一次备份在两天以前。");
            return complaints;
        }
    }
}

/// <param name="Program">The build; a screen that sees another one reloads itself.</param>
internal sealed record VersionStatus(string Program, string Runtime, string ClickHouse, string Store);

/// <param name="Milliseconds">What a trivial question took; null when there was no answer.</param>
/// <param name="Fault">Code of the failure.</param>
/// <param name="Breaker">up trying down, where a breaker stands before it.</param>
internal sealed record PartStatus(string Where, double? Milliseconds, string? Fault, string? Breaker = null);

/// <param name="Waiting">Acknowledged readings on their way to ClickHouse.</param>
/// <param name="AgeSeconds">How far ClickHouse is behind; 0 when nothing waits, null before the first insert.</param>
internal sealed record SpoolStatus(long Bytes, long Waiting, double? AgeSeconds, long DeadLetters, string? Fault)
{
    public static SpoolStatus Of(IngestStatus ingest, DateTimeOffset now) => new(
        ingest.SpoolBytes, ingest.Waiting,
        ingest.Waiting == 0 ? 0 : (now - ingest.FlushedThrough)?.TotalSeconds,
        ingest.DeadLetters, ingest.LastError is null ? null : "insert_failed");
}

internal sealed record DiskStatus(long Free, long Total)
{
    public bool IsLow => Total > 0 && Free < Total / 10;
}

/// <param name="Resident">Of the whole process, ClickHouse in it included.</param>
/// <param name="Managed">Of .NET's heap.</param>
internal sealed record MemoryStatus(long Resident, long Managed);

namespace CommandCenter.Domain.Status;

/// <summary>How old a figure is against when it should have come: 实时 按期 待更新 已过期. Ordered: the worst of many is their maximum.</summary>
public enum Freshness
{
    /// <summary>实时: pushed as it is measured; its age is shown.</summary>
    Live = 0,

    /// <summary>按期: the newest period that should be public by now.</summary>
    Scheduled = 1,

    /// <summary>待更新: the next period should be public, and is not here.</summary>
    Due = 2,

    /// <summary>已过期: more than one period is missing; drawn grey, never ranked.</summary>
    Expired = 3,
}

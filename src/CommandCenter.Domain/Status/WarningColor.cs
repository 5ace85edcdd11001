namespace CommandCenter.Domain.Status;

/// <summary>预警级别 and alarm severity, ordered: the worst of many is their maximum. The only owner of these four hues.</summary>
public enum WarningColor
{
    None = 0,
    Blue = 1,
    Yellow = 2,
    Orange = 3,
    Red = 4,
}

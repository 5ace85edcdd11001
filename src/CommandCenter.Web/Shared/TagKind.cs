namespace CommandCenter.Web.Shared;

/// <summary>The lines a <see cref="Tag"/> is drawn with.</summary>
public enum TagKind
{
    /// <summary>A fact: 县级市, C 级来源, 演练.</summary>
    Outline,

    /// <summary>初步核算: true, but it will change.</summary>
    Preliminary,

    /// <summary>示意数据: a value, border or point that was generated.</summary>
    Illustrative,

    /// <summary>计划 预测 目标: not yet true.</summary>
    Forecast,

    /// <summary>超时: reverse video, the strongest word there is without a warning colour.</summary>
    Inverse,

    /// <summary>Chosen, or the level I am on: 市.</summary>
    Accent,
}

namespace CommandCenter.Web.Shared;

/// <summary>Figures come in three sizes; theme.css says how large on which screen.</summary>
public enum FigureSize
{
    Small,
    Medium,
    Large,
}

namespace CommandCenter.Domain.Layers;

/// <summary>What the objects of a layer look like. A layer has one kind: multi-part objects count as their parts do.</summary>
public enum GeometryKind
{
    Point = 1,
    Line,
    Polygon,
}

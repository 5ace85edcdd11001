namespace CommandCenter.Web.Features.Layers;

/// <summary>What layers may take of the machine.</summary>
public sealed class LayersOptions
{
    public const string Section = "Layers";

    /// <summary>For the objects of shown layers in memory, all together; a layer that does not fit is drawn from ClickHouse.</summary>
    public int MemoryMegabytes { get; set; } = 1_024;

    /// <summary>For tiles that were drawn before.</summary>
    public int TileMegabytes { get; set; } = 64;
}

namespace CommandCenter.Web.Live;

/// <summary>Which process answers, and of which build. A screen that sees another build reloads itself.</summary>
public sealed class ServerInstance
{
    /// <summary>New in every process.</summary>
    public string Id { get; } = Guid.CreateVersion7().ToString("N");

    /// <summary>The same for every process of one build.</summary>
    public string Build { get; } = typeof(ServerInstance).Module.ModuleVersionId.ToString("N");
}

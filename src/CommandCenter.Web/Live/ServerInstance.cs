namespace CommandCenter.Web.Live;

/// <summary>Which process answers, and of which build. A screen that sees another build reloads itself.</summary>
public sealed class ServerInstance(IConfiguration configuration)
{
    /// <summary>A name for this installation's build, where files were exchanged without compiling anew.</summary>
    public const string BuildKey = "COMMANDCENTER_BUILD";

    /// <summary>New in every process.</summary>
    public string Id { get; } = Guid.CreateVersion7().ToString("N");

    /// <summary>The same for every process of one build.</summary>
    public string Build { get; } = configuration[BuildKey] is { Length: > 0 } named
        ? named
        : typeof(ServerInstance).Module.ModuleVersionId.ToString("N");
}

namespace CommandCenter.EndToEnd.Host;

/// <summary>Test classes that look at the demo city: <c>[Collection(TheCity.Name)]</c>; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class TheCity : ICollectionFixture<RunningCity>, ICollectionFixture<Browser>
{
    public const string Name = "the city";
}

public sealed partial class RunningCity : IAsyncLifetime;

public sealed partial class Browser : IAsyncLifetime;

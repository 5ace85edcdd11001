namespace CommandCenter.EndToEnd.Host;

/// <summary>Test classes that look at the demo city: <c>[Collection(TheCity.Name)]</c>; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class TheCity : ICollectionFixture<RunningCity>, ICollectionFixture<Browser>
{
    public const string Name = "the city";
}

/// <summary>Test classes that spoil a demo city of their own, beside those that look at one: <c>[Collection(ASpoiltCity.Name)]</c>.</summary>
[CollectionDefinition(Name)]
public sealed class ASpoiltCity : ICollectionFixture<RunningCity>, ICollectionFixture<Browser>
{
    public const string Name = "a spoilt city";
}

public sealed partial class RunningCity : IAsyncLifetime;

public sealed partial class Browser : IAsyncLifetime;

using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace CommandCenter.Analytics.ClickHouse;

/// <summary>What is tried again when the line fails, and when nothing is sent any more.</summary>
internal sealed class HttpPatience
{
    /// <summary>No answer in time, and no line: what the breaker counts.</summary>
    public const int Timeout = 209, NoLine = 210;

    /// <summary>A server that says "not now": too many queries, read-only without keeper, too many parts, no keeper, no replica, keeper trouble.</summary>
    public static readonly IReadOnlySet<int> NotNow = new HashSet<int> { 202, 225, 242, 252, 279, 319, 999 };

    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline _once;
    private readonly ResiliencePipeline _again;

    public HttpPatience(HttpOptions options)
    {
        _once = new ResiliencePipelineBuilder().AddCircuitBreaker(new()
        {
            ShouldHandle = new PredicateBuilder().Handle<ClickHouseException>(failure => failure.Code is Timeout or NoLine),
            SamplingDuration = TimeSpan.FromSeconds(30),
            MinimumThroughput = options.BreakAfter,
            FailureRatio = 0.5,
            BreakDuration = options.BreakFor,
            StateProvider = _state,
        }).Build();
        // A timeout is not tried again: whoever waits has waited long enough.
        _again = options.Retries == 0 ? _once : new ResiliencePipelineBuilder().AddRetry(new()
        {
            ShouldHandle = new PredicateBuilder().Handle<ClickHouseException>(failure => failure.Code is NoLine || NotNow.Contains(failure.Code)),
            MaxRetryAttempts = options.Retries,
            Delay = options.RetryAfter,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        }).AddPipeline(_once).Build();
    }

    public ClickHouseLine Line => _state.CircuitState switch
    {
        CircuitState.Closed => ClickHouseLine.Up,
        CircuitState.HalfOpen => ClickHouseLine.Trying,
        _ => ClickHouseLine.Down,
    };

    /// <summary>Runs a request, again if it failed and may be repeated.</summary>
    /// <exception cref="ClickHouseException">It failed, or the line is down and it was not sent.</exception>
    public async Task<T> RunAsync<T>(bool repeatable, Func<CancellationToken, Task<T>> request, CancellationToken cancel)
    {
        try
        {
            return await (repeatable ? _again : _once).ExecuteAsync(async token => await request(token), cancel);
        }
        catch (BrokenCircuitException)
        {
            throw new ClickHouseException(NoLine, "ClickHouse did not answer lately; nothing is sent to it for a moment.");
        }
    }
}

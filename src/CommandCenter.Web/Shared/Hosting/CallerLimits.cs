using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>How often one caller may ask; configuration section <c>Limits</c>.</summary>
public sealed class CallerLimitOptions
{
    public const string Section = "Limits";

    /// <summary>Requests of an account to the interface and the tiles, a second in the long run.</summary>
    public int AccountPerSecond { get; init; } = 200;

    public int AccountBurst { get; init; } = 2_000;

    /// <summary>Requests of an ingest token; each may hold thousands of readings.</summary>
    public int TokenPerSecond { get; init; } = 2_000;

    public int TokenBurst { get; init; } = 10_000;

    /// <summary>Requests from an address by whoever has not signed in.</summary>
    public int StrangerPerSecond { get; init; } = 50;

    public int StrangerBurst { get; init; } = 500;
}

/// <summary>A bucket of requests for every caller of <c>/api</c>, <c>/tiles</c>, <c>/basemap</c> and <c>/ogc</c>; empty means 429 until it refills.</summary>
internal static class CallerLimits
{
    private static readonly string[] Limited = ["/api", "/tiles", "/basemap", "/ogc"];

    public static IServiceCollection AddCallerLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(CallerLimitOptions.Section).Get<CallerLimitOptions>() ?? new();
        services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => PartitionOf(context, options));
            limiter.OnRejected = (rejected, _) => new(RefuseAsync(rejected.HttpContext));
        });
        return services;
    }

    private static RateLimitPartition<string> PartitionOf(HttpContext context, CallerLimitOptions options)
    {
        if (!Limited.Any(path => context.Request.Path.StartsWithSegments(path))) return RateLimitPartition.GetNoLimiter("");
        if (context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } account) return Bucket($"account {account}", options.AccountPerSecond, options.AccountBurst);
        // A token is only looked up by its route's policy, later than this; its secret is told apart by a number.
        if (context.Request.Headers.Authorization.ToString() is { Length: > 0 } token)
            return Bucket(string.Create(CultureInfo.InvariantCulture, $"token {context.Address()} {token.GetHashCode(StringComparison.Ordinal)}"), options.TokenPerSecond, options.TokenBurst);
        return Bucket($"address {context.Address()}", options.StrangerPerSecond, options.StrangerBurst);
    }

    private static RateLimitPartition<string> Bucket(string caller, int perSecond, int burst) =>
        RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        });

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return Problem.Of(StatusCodes.Status429TooManyRequests, "too_many_requests", "请求过于频繁，请稍后重试。").ExecuteAsync(context);
    }
}

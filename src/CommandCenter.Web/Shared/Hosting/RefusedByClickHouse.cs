using CommandCenter.Analytics.ClickHouse;
using Microsoft.AspNetCore.Diagnostics;

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>Words that ClickHouse does not answer now. What it refuses for another reason is a fault of ours.</summary>
internal sealed partial class RefusedByClickHouse(ILogger<RefusedByClickHouse> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not ClickHouseException { MayPass: true }) return false;
        Away(log, exception.Message);
        context.Response.Headers.RetryAfter = "5";
        await Problem.Of(StatusCodes.Status503ServiceUnavailable, "clickhouse_unavailable", "分析库暂时没有应答，请稍后重试。").ExecuteAsync(context);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "ClickHouse does not answer: {Reason}")]
    private static partial void Away(ILogger log, string reason);
}

using CommandCenter.Store;
using Microsoft.AspNetCore.Diagnostics;

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>Words what the store refused: it is away or busy, another was first, or it cannot hold such a text. Nothing was written.</summary>
internal sealed partial class RefusedByStore(ILogger<RefusedByStore> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var failure = StoreFailures.Of(exception);
        if (failure is StoreFailure.None) return false;
        if (failure is StoreFailure.Unavailable)
        {
            context.Response.Headers.RetryAfter = "5";
            Away(log, exception.GetBaseException().Message);
        }

        await Answer(failure).ExecuteAsync(context);
        return true;
    }

    private static IResult Answer(StoreFailure failure) => failure switch
    {
        StoreFailure.Conflict => Problem.Of(StatusCodes.Status409Conflict, "conflict", "数据刚被他人修改，本次未保存，请刷新后重试。"),
        StoreFailure.Unstorable => Problem.BadRequest("invalid_text", "文本中含有不能保存的字符。"),
        _ => Problem.Of(StatusCodes.Status503ServiceUnavailable, "store_unavailable", "数据库暂时没有响应，本次未保存，请稍后重试。"),
    };

    [LoggerMessage(LogLevel.Warning, "The store does not answer: {Reason}")]
    private static partial void Away(ILogger log, string reason);
}

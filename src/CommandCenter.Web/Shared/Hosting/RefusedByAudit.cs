using CommandCenter.Store.Audit;
using Microsoft.AspNetCore.Diagnostics;

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>What must be recorded and cannot be is not done and not shown.</summary>
internal sealed class RefusedByAudit : IExceptionHandler
{
    public const string Sentence = "审计记录暂时无法写入，本次操作没有执行，请稍后重试。";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not AuditUnavailableException) return false;
        context.Response.Headers.RetryAfter = "5";
        await Problem.Of(StatusCodes.Status503ServiceUnavailable, "audit_unavailable", Sentence).ExecuteAsync(context);
        return true;
    }
}

using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;

namespace CommandCenter.Web.Shared.Hosting;

/// <summary>Words a request whose parameters or body could not be read; everything else is left to the next handler.</summary>
internal sealed partial class UnreadableRequest : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad) return false;
        var (code, detail) = bad.StatusCode == StatusCodes.Status400BadRequest
            ? ("invalid_parameter", Sentence(bad.Message))
            : Problems.Words(bad.StatusCode);
        await Problem.Of(bad.StatusCode, code, detail).ExecuteAsync(context);
        return true;
    }

    private static string Sentence(string message) => Parameter().Match(message) is { Success: true } match
        ? $"参数 {match.Groups[1].Value} 缺失或格式不正确。"
        : "请求内容缺失或格式不正确。";

    // Failed to bind parameter "double lon" from "abc". · Required parameter "double lon" was not provided from query string.
    [GeneratedRegex("""parameter "\S+ (\w+)" (?:from|was not provided from (?:query|route|header|form))""")]
    private static partial Regex Parameter();
}

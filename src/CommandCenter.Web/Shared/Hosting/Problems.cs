namespace CommandCenter.Web.Shared.Hosting;

/// <summary>Errors that no route words itself still leave as problem+json with a code and a Chinese sentence.</summary>
internal static class Problems
{
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Complete);
        services.AddExceptionHandler<UnreadableRequest>();
        services.AddExceptionHandler<RefusedByAudit>();
        services.AddExceptionHandler<RefusedByStore>();
        services.AddExceptionHandler<RefusedByClickHouse>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    private static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (problem.Extensions.ContainsKey("code")) return;
        (problem.Extensions["code"], problem.Detail) = Words(problem.Status ?? context.HttpContext.Response.StatusCode);
    }

    /// <summary>Code and sentence where all that is known is the status.</summary>
    public static (string Code, string Detail) Words(int status) => status switch
    {
        StatusCodes.Status400BadRequest => ("invalid_request", "请求无法读取。"),
        StatusCodes.Status401Unauthorized => ("no_session", "请先登录。"),
        StatusCodes.Status403Forbidden => ("forbidden", "当前账号没有此项权限。"),
        StatusCodes.Status404NotFound => ("not_found", "没有找到。"),
        StatusCodes.Status405MethodNotAllowed => ("method_not_allowed", "此地址不支持该请求方法。"),
        StatusCodes.Status413PayloadTooLarge => ("too_large", "请求内容过大。"),
        StatusCodes.Status415UnsupportedMediaType => ("unsupported_media_type", "不支持的内容类型。"),
        StatusCodes.Status408RequestTimeout => ("too_slow", "请求发送得太慢，已断开。"),
        StatusCodes.Status429TooManyRequests => ("too_many_requests", "请求过于频繁，请稍后重试。"),
        StatusCodes.Status431RequestHeaderFieldsTooLarge => ("headers_too_large", "请求头过大。"),
        StatusCodes.Status503ServiceUnavailable => ("unavailable", "服务暂不可用，请稍后重试。"),
        >= 500 => ("internal_error", "服务器内部错误，已记录。"),
        _ => ("refused", "请求未被接受。"),
    };
}

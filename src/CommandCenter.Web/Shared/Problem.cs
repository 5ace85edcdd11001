namespace CommandCenter.Web.Shared;

/// <summary>Errors of the HTTP interface: RFC 9457 problem+json with a stable <c>code</c> and a Chinese sentence.</summary>
public static class Problem
{
    public static IResult BadRequest(string code, string detail) => Of(StatusCodes.Status400BadRequest, code, detail);

    /// <summary>Also the answer for what exists outside the caller's scope: its existence is not told.</summary>
    public static IResult NotFound(string code = "not_found", string detail = "没有找到。") => Of(StatusCodes.Status404NotFound, code, detail);

    public static IResult Of(int status, string code, string detail) => Results.Problem(
        detail: detail,
        statusCode: status,
        extensions: new Dictionary<string, object?> { ["code"] = code });
}

using System.Net;
using System.Text.Json;

namespace CommandCenter.Web.Tests.Host;

/// <summary>What every refusal of the HTTP interface has to look like.</summary>
internal static class ProblemAnswers
{
    /// <summary>The answer is problem+json of this status and code, in Chinese, and gives nothing of our inside away.</summary>
    /// <returns>The sentence.</returns>
    public static async Task<string> ShouldBeProblem(this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(text);
        problem.RootElement.GetProperty("code").GetString().ShouldBe(code);
        var detail = problem.RootElement.GetProperty("detail").GetString()!;
        detail.ShouldContain(letter => letter >= '\u4e00' && letter <= '\u9fff');
        text.ShouldNotContain("   at ");
        text.ShouldNotContain("Exception");
        return detail;
    }
}

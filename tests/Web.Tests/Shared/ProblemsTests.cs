using System.Net;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Web.Shared;
using CommandCenter.Web.Shared.Hosting;
using CommandCenter.Web.Tests.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommandCenter.Web.Tests.Shared;

/// <summary>What the house makes of a route that fails, tried with routes of the test's own.</summary>
public sealed class ProblemsTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("command-center-problems-").FullName;
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
        [
            new(CommandCenterOptions.DataKey, _folder), new(CommandCenterOptions.UrlsKey, "http://127.0.0.1:0"),
        ]);
        builder.AddHosting().AddStore();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.UseHosting();
        _app.MapGet("/breaks", string () => throw new InvalidOperationException("secret of the inside"));
        _app.MapGet("/asks/{code:int}", string (int code) => throw new ClickHouseException(code, "secret of the inside"));
        _app.MapGet("/needs", (double lon) => lon);
        _app.MapPost("/small", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            await reader.ReadToEndAsync();
        }).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(10));
        await _app.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_fault_of_ours_tells_nothing_of_the_inside()
    {
        var answer = await _http.GetAsync("/breaks");
        await answer.ShouldBeProblem(HttpStatusCode.InternalServerError, "internal_error");
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("secret");
    }

    [Theory]
    [InlineData(209)]
    [InlineData(210)]
    [InlineData(159)]
    [InlineData(202)]
    [InlineData(241)]
    public async Task A_ClickHouse_that_does_not_answer_now_is_said_so(int code)
    {
        var answer = await _http.GetAsync($"/asks/{code}");
        await answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "clickhouse_unavailable");
        answer.Headers.RetryAfter.ShouldNotBeNull();
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_question_that_ClickHouse_does_not_understand_is_a_fault_of_ours() =>
        await (await _http.GetAsync("/asks/62")).ShouldBeProblem(HttpStatusCode.InternalServerError, "internal_error");

    [Theory]
    [InlineData("/needs")]
    [InlineData("/needs?lon=east")]
    [InlineData("/needs?lon=%3Cscript%3E")]
    public async Task A_parameter_that_cannot_be_read_is_named(string address)
    {
        var answer = await _http.GetAsync(address);
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_parameter");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("lon");
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused() => await (await _http.PostAsync("/small", new StringContent(new string('x', 100))))
        .ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "too_large");

    [Fact]
    public async Task A_stopping_server_sends_everyone_away_at_once()
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var middleware = new RefuseWhenStopping(_ => Task.CompletedTask, lifetime);
        var before = new DefaultHttpContext();
        await middleware.InvokeAsync(before);
        before.Response.StatusCode.ShouldBe(200);

        lifetime.StopApplication();
        var after = new DefaultHttpContext();
        await middleware.InvokeAsync(after);

        after.Response.StatusCode.ShouldBe(503);
        after.Response.Headers.Connection.ToString().ShouldBe("close");
    }
}

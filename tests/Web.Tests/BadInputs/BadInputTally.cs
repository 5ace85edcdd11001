using System.Net;
using System.Text.Json;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Analytics.Import;
using CommandCenter.Store;
using CommandCenter.Web.Tests.Controls;
using CommandCenter.Web.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommandCenter.Web.Tests.BadInputs;

/// <summary>Counts what was tried and refused, and holds the stores against what they were before; prints one line at the end.</summary>
public sealed class BadInputTally(CommandCenterApp app) : IAsyncLifetime
{
    private int _tried, _refused;
    private string _before = "";

    public string? Memory { get; set; }

    public async Task InitializeAsync() => _before = await StoredAsync();

    /// <summary>The answer is a refusal of this code, in Chinese, without a word of our inside.</summary>
    public async Task RefusedAsync(HttpResponseMessage answer, string code)
    {
        Interlocked.Increment(ref _tried);
        ((int)answer.StatusCode).ShouldBeInRange(400, 499);
        await answer.ShouldBeProblem(answer.StatusCode, code);
        Interlocked.Increment(ref _refused);
    }

    /// <summary>The body was read, this line of it refused with this code, and nothing taken.</summary>
    public async Task LineRefusedAsync(HttpResponseMessage answer, string code)
    {
        Interlocked.Increment(ref _tried);
        var text = await answer.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(text);
        json.RootElement.GetProperty("accepted").GetInt32().ShouldBe(0, text);
        json.RootElement.GetProperty("rejected")[0].GetProperty("code").GetString().ShouldBe(code);
        json.RootElement.GetProperty("rejected")[0].GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
        Interlocked.Increment(ref _refused);
    }

    /// <summary>The file is refused with a Chinese sentence that says what is wrong.</summary>
    public async Task FileRefusedAsync(Func<Task> import, string reason)
    {
        Interlocked.Increment(ref _tried);
        (await Should.ThrowAsync<ImportException>(import)).Message.ShouldContain(reason);
        Interlocked.Increment(ref _refused);
    }

    public async Task DisposeAsync()
    {
        var after = await StoredAsync();
        var line = $"bad inputs: tried={_tried} refused={_refused} written={(after == _before ? 0 : 1)}{Memory}";
        Artifacts.Write("bad-inputs.txt", [line]);
        Console.WriteLine(line);
        after.ShouldBe(_before, "something was written by a refused input");
        _refused.ShouldBe(_tried);
    }

    /// <summary>Rows of all that an input could reach: devices, metrics, regions, indicators, readings.</summary>
    private async Task<string> StoredAsync()
    {
        await using var store = await app.Services.GetRequiredService<IDbContextFactory<CommandCenterDb>>().CreateDbContextAsync();
        var rows = new[]
        {
            await store.Devices.CountAsync(), await store.Metrics.CountAsync(), await store.Regions.CountAsync(), await store.Indicators.CountAsync(),
        };
        var clickHouse = app.Services.GetRequiredService<IClickHouse>();
        var figures = await clickHouse.QueryAsync(new("SELECT count() FROM indicator_values"), row => row.ReadUInt64(), default);
        return string.Join(' ', rows) + ' ' + figures[0];
    }
}

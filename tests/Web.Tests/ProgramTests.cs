using System.Diagnostics;

namespace CommandCenter.Web.Tests;

/// <summary>The program as the world runs it: a process of its own.</summary>
public sealed class ProgramTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Says_when_it_is_ready_and_where_and_ends_on_a_signal()
    {
        var folder = Directory.CreateTempSubdirectory("command-center-program-").FullName;
        using var program = Start(folder);
        try
        {
            var address = await ReadyAsync(program);
            using (var http = new HttpClient { BaseAddress = new Uri(address) })
                (await http.GetStringAsync("/health/live")).ShouldBe("ok");

            Process.Start("kill", ["-TERM", program.Id.ToString()]).WaitForExit();
            await program.WaitForExitAsync(new CancellationTokenSource(Patience).Token);

            program.ExitCode.ShouldBe(0);
        }
        finally
        {
            if (!program.HasExited) program.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Names_every_mistake_of_its_configuration_and_does_not_start()
    {
        using var program = Start("/dev/null", ("PORT", "70000"));
        var text = await program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync(new CancellationTokenSource(Patience).Token);
        program.ExitCode.ShouldNotBe(0);
        text.ShouldContain("COMMANDCENTER_DATA");
        text.ShouldContain("PORT");
    }

    private static Process Start(string folder, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["COMMANDCENTER_DATA"] = folder;
        start.Environment["COMMANDCENTER_URLS"] = null;
        start.Environment["PORT"] = "0";
        foreach (var (name, value) in settings) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task<string> ReadyAsync(Process program)
    {
        const string ready = "CommandCenter is ready: ";
        using var limit = new CancellationTokenSource(Patience);
        while (await program.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            if (line.StartsWith(ready, StringComparison.Ordinal))
                return line[ready.Length..];
        throw new InvalidOperationException(await program.StandardError.ReadToEndAsync(limit.Token));
    }
}

using System.Diagnostics;
using System.Text;
using CommandCenter.Analytics.ClickHouse;

namespace CommandCenter.LoopbackClickHouse;

/// <summary>This program as a process of its own: several processes may share it, and it can be killed and started again.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    internal const string Ready = "LoopbackClickHouse is ready: ";
    private readonly Process _process;

    private LoopbackServer(Process process) => _process = process;

    /// <summary>Where it answers, on the loopback.</summary>
    public required Uri Address { get; init; }

    /// <summary>Starts it on a folder and waits until it answers.</summary>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="more">Further options of the program: <c>--user NAME --password TEXT --certificate FILE.pfx</c>.</param>
    public static async Task<LoopbackServer> StartAsync(string folder, int port = 0, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(LoopbackServer).Assembly.Location, "--folder", folder, "--port", $"{port}", .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var ready = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new StringBuilder();
        void Read(object _, DataReceivedEventArgs line)
        {
            lock (said) said.AppendLine(line.Data);
            if (line.Data?.StartsWith(Ready, StringComparison.Ordinal) == true) ready.TrySetResult(new(line.Data[Ready.Length..]));
        }
        process.OutputDataReceived += Read;
        process.ErrorDataReceived += Read;
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"It ended before it was ready:\n{said}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process) { Address = await ready.Task.WaitAsync(TimeSpan.FromSeconds(60)) };
    }

    /// <summary>How to reach a database of it.</summary>
    public HttpOptions Options(string database) => new() { Address = Address, Database = database };

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }
}

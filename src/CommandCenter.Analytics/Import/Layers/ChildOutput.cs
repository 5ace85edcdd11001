using System.Diagnostics;
using System.Text;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>What a child process writes. Its end is the end of the stream only when the process ended well; otherwise reading
/// throws <see cref="ImportException"/>. Disposing ends the process.</summary>
internal sealed class ChildOutput : Stream
{
    private const int LongestComplaint = 16 << 10;
    private readonly string _file;
    private readonly string _program;
    private readonly Process _process;
    private readonly LayerLimits _limits;
    private readonly Task<string> _complaints;
    private readonly Timer _patience;
    private volatile bool _isLate;
    private bool _isDisposed;
    private long _read;

    public ChildOutput(string file, string program, Process process, LayerLimits limits)
    {
        (_file, _program, _process, _limits) = (file, program, process, limits);
        process.StandardInput.Close();
        _complaints = Task.Run(() => Complaints(process.StandardError));
        _patience = new Timer(_ => { _isLate = true; Kill(); }, null, limits.GdalPatience, Timeout.InfiniteTimeSpan);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        var count = _process.StandardOutput.BaseStream.Read(buffer);
        _read += count;
        if (_read > _limits.GdalOutput) throw new ImportException(_file, "", $"转换结果超过 {_limits.GdalOutput >> 20:N0} MB", LayerFault.GdalLimit);
        if (count == 0) CheckEnd();
        return count;
    }

    private void CheckEnd()
    {
        _process.WaitForExit();
        if (_process.ExitCode == 0) return;
        // 137 and 152: ended by SIGKILL and SIGXCPU; 134: out of memory, given up by the program itself.
        var isLimit = _isLate || _process.ExitCode is 137 or 152 or 134 or 153;
        var complaint = _complaints.Result.Split('\n').FirstOrDefault(line => line.StartsWith("ERROR", StringComparison.Ordinal)) ?? "";
        throw isLimit || complaint.Contains("memory", StringComparison.OrdinalIgnoreCase)
            ? new ImportException(_file, "", "转换用了过多的时间或内存，已停止", LayerFault.GdalLimit)
            : new ImportException(_file, "", $"GDAL 无法读取该文件（{_program}：{TextRules.Clean(complaint, 200, out _)}）", LayerFault.GdalFailed);
    }

    private static string Complaints(StreamReader errors)
    {
        var text = new StringBuilder();
        var buffer = new char[1024];
        for (var count = errors.Read(buffer); count > 0; count = errors.Read(buffer))
            if (text.Length < LongestComplaint) text.Append(buffer, 0, count);
        return text.ToString();
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _patience.Dispose();
            if (!_process.HasExited) Kill();
            _process.WaitForExit();
            _complaints.Wait();
            _process.Dispose();
        }
        base.Dispose(disposing);
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

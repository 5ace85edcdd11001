using System.Globalization;

namespace CommandCenter.Analytics.Ingest;

/// <summary>
/// Where several nodes share one ClickHouse, one of them takes readings. What its spool still holds when another has taken over
/// is no longer its to insert: it is set aside and brought to whoever takes readings now, who counts each once.
/// Not for several threads at once; the intake does not run while something is set aside.
/// </summary>
public sealed class LeftReadings(IngestOptions options, Action<string> note)
{
    private const string Extension = ".left";

    private string Aside => Path.Combine(options.Folder, "left");

    private string TermFile => Path.Combine(options.Folder, "term");

    /// <summary>Some wait to be brought.</summary>
    public bool Any => Directory.Exists(Aside) && Directory.EnumerateFiles(Aside, "*" + Extension).Any();

    /// <summary>Before the intake starts: readings spooled under another term than this are set aside.</summary>
    /// <param name="term">Grows whenever another node takes over.</param>
    public void BeginTerm(long term)
    {
        var text = term.ToString(CultureInfo.InvariantCulture);
        if (File.Exists(TermFile) && File.ReadAllText(TermFile) == text) return;
        SetAside();
        File.WriteAllText(TermFile + ".new", text);
        File.Move(TermFile + ".new", TermFile, overwrite: true);
    }

    /// <summary>Takes everything not known to be in ClickHouse out of the spool.</summary>
    public void SetAside()
    {
        Directory.CreateDirectory(Aside);
        SpoolRange? begun;
        using (var intent = new FlushIntent(options.Folder)) begun = intent.Last;
        foreach (var segment in SpoolSegment.All(options.Folder))
        {
            segment.Dispose();
            var from = segment.Number == begun?.Segment ? begun.Value.From : 0;
            if (segment.Number < begun?.Segment || segment.Length <= from) File.Delete(segment.FilePath);
            else File.Move(segment.FilePath, Path.Combine(Aside, string.Create(CultureInfo.InvariantCulture, $"{segment.Number:D10}-{segment.Epoch:x16}-{from}{Extension}")), overwrite: true);
        }
    }

    /// <summary>Brings what was set aside, the oldest first; a file goes when all of it was taken. Ends at the first refusal.</summary>
    /// <param name="bring">Takes rows in RowBinary; throws when they were not taken.</param>
    public async Task BringAsync(Func<ReadOnlyMemory<byte>, CancellationToken, Task> bring, CancellationToken cancel)
    {
        if (!Any) return;
        foreach (var file in Directory.EnumerateFiles(Aside, "*" + Extension).Order(StringComparer.Ordinal).ToList())
        {
            var bytes = await File.ReadAllBytesAsync(file, cancel);
            var at = int.Parse(Path.GetFileNameWithoutExtension(file).Split('-')[^1], CultureInfo.InvariantCulture);
            using var load = new MemoryStream();
            while (SpoolFrame.Next(bytes, at) is { } frame)
            {
                if (frame.Start > at) note($"{frame.Start - at} damaged bytes of readings set aside were passed over, at {at} of {Path.GetFileName(file)}.");
                load.Write(bytes.AsSpan(frame.RowsStart..frame.End));
                at = frame.End;
                if (load.Length >= options.LeftBytes) await BringLoadAsync();
            }

            if (load.Length > 0) await BringLoadAsync();
            File.Delete(file);

            async Task BringLoadAsync()
            {
                await bring(load.GetBuffer().AsMemory(0, (int)load.Length), cancel);
                load.SetLength(0);
            }
        }
    }
}

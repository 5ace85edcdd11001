using System.Text.Encodings.Web;
using System.Text.Json;
using CommandCenter.Analytics.ClickHouse;

namespace CommandCenter.Analytics.Ingest;

/// <summary>The readings that ClickHouse refused for good, each as a line of JSON with the reason. An operator looks at them. A
/// reading may stand there twice when the process died between its line and the end of its batch; it is told once.</summary>
internal sealed class DeadLetters(string folder)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>More than one batch: only a batch that is tried again brings a reading again.</summary>
    private const int Remembered = 200_000;

    private readonly Lock _lock = new();
    private readonly HashSet<(string, string, long, string)> _known = [];
    private long? _count;

    public string File => Path.Combine(folder, "dead-letters.ndjson");

    /// <summary>How many there are, since the folder was made.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
            {
                Load();
                return _count!.Value;
            }
        }
    }

    /// <summary>Keeps the row, and says what it was.</summary>
    public DeadLetter Add(ReadOnlySpan<byte> row, ClickHouseException refused)
    {
        var bytes = row.ToArray();
        var reading = ReadingRow.Read(new RowBinaryReader(bytes, bytes.Length));
        var letter = new DeadLetter(reading.Device, reading.Metric, reading.Ts, reading.Value, reading.Id, refused.Code, refused.Message);
        lock (_lock)
        {
            Load();
            if (_known.Contains(Key(letter))) return letter;
            OnDisk.Append(File, [.. JsonSerializer.SerializeToUtf8Bytes(letter, Json), (byte)'\n']);
            Remember(letter);
        }

        return letter;
    }

    /// <summary>Letters in the order of the file, from an index on.</summary>
    public IReadOnlyList<DeadLetter> From(int index, int count)
    {
        lock (_lock) return [.. Read().Skip(index).Take(count)];
    }

    /// <summary>The newest, the last one first.</summary>
    public IReadOnlyList<DeadLetter> Newest(int count)
    {
        lock (_lock) return [.. Read().TakeLast(count).Reverse()];
    }

    private void Load()
    {
        if (_count is not null) return;
        _count = 0;
        foreach (var letter in Read()) Remember(letter);
    }

    private void Remember(DeadLetter letter)
    {
        if (_known.Count >= Remembered) _known.Clear();
        if (_known.Add(Key(letter))) _count++;
    }

    private IEnumerable<DeadLetter> Read()
    {
        if (!System.IO.File.Exists(File)) yield break;
        foreach (var line in System.IO.File.ReadLines(File))
            if (Parse(line) is { } letter) yield return letter;
    }

    private static DeadLetter? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<DeadLetter>(line, Json);
        }
        catch (JsonException)
        {
            return null; // A line that a power cut tore.
        }
    }

    private static (string, string, long, string) Key(DeadLetter letter) => (letter.Device, letter.Metric, letter.Ts, letter.Id);
}

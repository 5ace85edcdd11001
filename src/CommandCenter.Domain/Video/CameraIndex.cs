using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Domain.Video;

/// <summary>
/// All cameras as one immutable snapshot in the order of regions, with everything that is searched of them in one text: a scope is one stretch of it,
/// and a word is looked for in a single pass over that stretch. Safe for many threads.
/// Cost: memory about 200 bytes a camera; a question about 10 ms for 150,000 cameras, whatever it asks.
/// </summary>
public sealed class CameraIndex
{
    private readonly Device[] _cameras;
    private readonly long[] _regions;
    private readonly LonLat[] _positions;
    private readonly string _text;
    private readonly Lines[] _lines;
    private readonly string[] _types, _departments;
    private const int MostClasses = 200; // told of each kind: whoever registers names them
    private readonly int[] _type, _department;

    /// <param name="cameras">In any order.</param>
    /// <param name="placeOf">The names of a region and of what it lies in, which are searched too.</param>
    public CameraIndex(IEnumerable<Device> cameras, Func<RegionCode, string> placeOf)
    {
        _cameras = [.. cameras.OrderBy(camera => camera.Region).ThenBy(camera => camera.Id, StringComparer.Ordinal)];
        _regions = Array.ConvertAll(_cameras, camera => camera.Region.Number);
        _positions = Array.ConvertAll(_cameras, camera => camera.Position); // Together, as the nearest are looked for among all.
        (_types, _type) = Numbered(camera => camera.Type);
        (_departments, _department) = Numbered(camera => camera.Department);
        _lines = new Lines[_cameras.Length + 1];
        var (text, places) = (new System.Text.StringBuilder(_cameras.Length * 80), new Dictionary<RegionCode, string>());
        for (var i = 0; i < _cameras.Length; i++)
        {
            var camera = _cameras[i];
            if (!places.TryGetValue(camera.Region, out var place)) place = places[camera.Region] = CameraText.Fold(placeOf(camera.Region));
            var start = text.Length;
            text.Append(CameraText.Fold(camera.Name));
            var name = text.Length;
            text.Append('\n').Append(CameraText.Fold(camera.Id)).Append('\n').Append(camera.Card.NationalId);
            var numbers = text.Length;
            text.Append('\n').Append(CameraText.Fold(camera.Card.Address ?? "")).Append('\n').Append(place).Append('\n').Append(PinyinInitials.Of(camera.Name)).Append('\n');
            _lines[i] = new(start, name, numbers);
        }
        _lines[^1] = new(text.Length, text.Length, text.Length);
        _text = text.ToString();
    }

    /// <summary>No camera at all.</summary>
    public static CameraIndex Empty { get; } = new([], _ => "");

    /// <summary>How many cameras there are.</summary>
    public int Count => _cameras.Length;

    /// <summary>One page of the cameras that fit, in order, and how many there are.</summary>
    public CameraFinds Find(CameraQuestion question)
    {
        var (from, to) = (First(question.Scope.From), First(question.Scope.To));
        var (types, departments) = (new int[_types.Length], new int[_departments.Length]);
        var (type, department) = (Array.IndexOf(_types, question.Class), Array.IndexOf(_departments, question.Class));
        var words = question.Words.OrderByDescending(word => word.Length).ToArray(); // The longest is the rarest.
        var best = new PriorityQueue<int, Rank>(Worst.First);
        var most = question.Skip + question.Take;
        var total = 0;
        for (var i = Next(from, to, words); i < to; i = Next(i + 1, to, words))
        {
            if (question.Fits is { } fits && !fits(_cameras[i])) continue;
            types[_type[i]]++;
            departments[_department[i]]++;
            if (question.Class is not null && _type[i] != type && _department[i] != department) continue;
            total++;
            var rank = new Rank(question.Near is { } near ? GroundDistance.Metres(near, _positions[i]) : Tier(i, question.Words), i);
            if (best.Count < most) best.Enqueue(i, rank);
            else if (best.TryPeek(out _, out var worst) && rank.CompareTo(worst) < 0) best.DequeueEnqueue(i, rank);
        }

        return new(
            [.. best.UnorderedItems.OrderBy(item => item.Priority).Skip(question.Skip).Select(item => new CameraFind(_cameras[item.Element], question.Near is null ? null : item.Priority.By))],
            total, [.. Classes(_types, types, isDepartment: false), .. Classes(_departments, departments, isDepartment: true)]);
    }

    /// <summary>The first camera from this one on in whose text all words stand; <paramref name="to"/> when there is none.</summary>
    private int Next(int from, int to, string[] words)
    {
        if (words.Length == 0) return from;
        while (from < to)
        {
            var start = _lines[from].Start;
            var found = _text.AsSpan(start, _lines[to].Start - start).IndexOf(words[0], StringComparison.Ordinal);
            if (found < 0) return to;
            from = HolderOf(start + found, from, to);
            var own = _text.AsSpan(_lines[from].Start, _lines[from + 1].Start - _lines[from].Start);
            var all = true;
            for (var i = 1; i < words.Length && all; i++) all = own.Contains(words[i], StringComparison.Ordinal);
            if (all) return from;
            from++;
        }
        return to;
    }

    /// <summary>Whose text the position lies in: near by, as words are mostly found often; else by halves.</summary>
    private int HolderOf(int position, int low, int high)
    {
        for (var step = 1; low + step < high && _lines[low + step].Start <= position; step *= 2) low += step;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (_lines[middle].Start <= position) low = middle;
            else high = middle;
        }
        return low;
    }

    /// <summary>How well the words fit, 0 best: name or number itself, beginning of the name, in the name, in a number, elsewhere.</summary>
    private int Tier(int camera, IReadOnlyList<string> words)
    {
        if (words.Count == 0) return 0;
        var (start, name, numbers) = _lines[camera];
        var title = _text.AsSpan(start, name - start);
        var all = _text.AsSpan(start, numbers - start);
        if (words.Count == 1 && IsLine(all, all.IndexOf(words[0], StringComparison.Ordinal), words[0].Length)) return 0;
        if (HasAll(title, words)) return title.StartsWith(words[0], StringComparison.Ordinal) ? 1 : 2;
        return HasAll(all, words) ? 3 : 4;
    }

    private static bool HasAll(ReadOnlySpan<char> text, IReadOnlyList<string> words)
    {
        foreach (var word in words)
            if (!text.Contains(word, StringComparison.Ordinal))
                return false;
        return true;
    }

    private static bool IsLine(ReadOnlySpan<char> text, int at, int length) =>
        at >= 0 && (at == 0 || text[at - 1] == '\n') && (at + length == text.Length || text[at + length] == '\n');

    private static IEnumerable<CameraClass> Classes(string[] names, int[] counts, bool isDepartment) => names
        .Select((name, i) => new CameraClass(name, isDepartment, counts[i]))
        .Where(one => one.Count > 0)
        .OrderByDescending(one => one.Count).ThenBy(one => one.Name, StringComparer.Ordinal)
        .Take(MostClasses);

    private (string[] Names, int[] Numbers) Numbered(Func<Device, string> of)
    {
        var numbers = new Dictionary<string, int>();
        var each = new int[_cameras.Length];
        for (var i = 0; i < each.Length; i++)
        {
            if (!numbers.TryGetValue(of(_cameras[i]), out var number)) number = numbers[of(_cameras[i])] = numbers.Count;
            each[i] = number;
        }
        return ([.. numbers.OrderBy(one => one.Value).Select(one => one.Key)], each);
    }

    /// <summary>The first camera whose region is not before this one.</summary>
    private int First(long region)
    {
        int low = 0, high = _regions.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_regions[middle] < region) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>Where the text of a camera begins, where its name ends, where its numbers end.</summary>
    private readonly record struct Lines(int Start, int NameEnd, int NumbersEnd);

    /// <summary>Metres or tier, then the order of regions.</summary>
    private readonly record struct Rank(double By, int Camera) : IComparable<Rank>
    {
        public int CompareTo(Rank other) => By.CompareTo(other.By) is not 0 and var by ? by : Camera.CompareTo(other.Camera);
    }

    private sealed class Worst : IComparer<Rank>
    {
        public static Worst First { get; } = new();

        public int Compare(Rank one, Rank other) => other.CompareTo(one);
    }
}

namespace CommandCenter.Web.Features.Access.SignIn;

/// <summary>
/// How many attempts each key made in the last minute: a sliding window in a fixed number of cells, so that a flood of made-up keys
/// takes no memory. Two keys may share a cell; which ones nobody outside can tell, for the hash is seeded anew in every process.
/// Safe for many threads.
/// </summary>
public sealed class AttemptWindow(int limit, TimeProvider clock)
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private readonly Cell[] _cells = new Cell[8192];

    /// <summary>Counts an attempt. Null when it may go on; otherwise how long to wait, at least a second.</summary>
    public TimeSpan? Enter(string key)
    {
        var now = clock.GetUtcNow().UtcTicks;
        lock (_cells)
        {
            ref var cell = ref Turned(key, now);
            var into = (double)(now % Length.Ticks) / Length.Ticks; // 0 at the start of a window, 1 at its end
            if (cell.Now + cell.Before * (1 - into) >= limit)
                return TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(Length.TotalSeconds * (1 - into))));
            cell.Now++;
            return null;
        }
    }

    /// <summary>The attempt was honest: it counts for nothing.</summary>
    public void GiveBack(string key)
    {
        lock (_cells)
        {
            ref var cell = ref Turned(key, clock.GetUtcNow().UtcTicks);
            if (cell.Now > 0) cell.Now--;
            else if (cell.Before > 0) cell.Before--;
        }
    }

    private ref Cell Turned(string key, long now)
    {
        ref var cell = ref _cells[(uint)key.GetHashCode(StringComparison.Ordinal) % _cells.Length];
        var window = now / Length.Ticks;
        if (cell.Window != window) cell = new() { Window = window, Before = cell.Window == window - 1 ? cell.Now : 0 };
        return ref cell;
    }

    private struct Cell
    {
        public long Window;
        public int Now;
        public int Before;
    }
}

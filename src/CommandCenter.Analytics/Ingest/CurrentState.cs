using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Ingest;

/// <summary>
/// The latest value of every device, in memory. Written by the one ingest writer after its readings are on disk; read by
/// any thread. Devices are kept in the order of their region, so that a scope is one stretch of the list, and by the square of the map
/// they are in. Cost of a question: proportional to the devices of the scope, 0.1 ms for 7,000, or of the squares asked for.
/// </summary>
public sealed class CurrentState
{
    private sealed class Slot(DeviceState state)
    {
        private DeviceState _state = state;

        public DeviceState State => Volatile.Read(ref _state);

        /// <summary>The square it is kept in; touched only under the lock of the squares.</summary>
        public Square? Square { get; set; }

        /// <summary>Readings and registrations come from different threads; neither may undo the other.</summary>
        public void Change<T>(T by, Func<DeviceState, T, DeviceState> change)
        {
            DeviceState before;
            do before = State;
            while (Interlocked.CompareExchange(ref _state, change(before, by), before) != before);
        }
    }

    private sealed record Index(Dictionary<string, Slot> ById, Slot[] ByRegion)
    {
        public static Index Empty { get; } = new([], []);
    }

    private const int SquareSteps = 19; // of zoom 13: 4.6 km on the ground here

    /// <summary>A square of the map at one zoom.</summary>
    private readonly record struct Square(uint X, uint Y)
    {
        public static Square Of(WorldPoint spot) => new(spot.X >> SquareSteps, spot.Y >> SquareSteps);
    }

    private readonly Lock _registration = new();
    private readonly Lock _moving = new();
    private readonly Dictionary<Square, Slot[]> _squares = []; // under the lock; the arrays themselves never change
    private readonly DeviceRegister _register;
    private volatile Index _index = Index.Empty;
    private long _version;

    public CurrentState(DeviceRegister register)
    {
        _register = register;
        register.Registered += Register;
        Register([.. register.Devices]);
    }

    /// <summary>Grows with every change.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>A knock: something moved. Raised on the writer's thread; handlers must be cheap and read later.</summary>
    public event Action? Changed;

    /// <summary>Raised with readings just taken, before <see cref="Changed"/>. Handlers must be cheap and keep nothing of the list.</summary>
    internal event Action<IReadOnlyList<Reading>>? Taken;

    /// <summary>Raised with readings of the past just taken, which no rule looks at; otherwise as <see cref="Taken"/>.</summary>
    internal event Action<IReadOnlyList<Reading>>? PastTaken;

    /// <summary>Takes readings that are on disk, in any order; older ones than known change nothing. One caller at a time.</summary>
    public void Apply(IReadOnlyList<Reading> readings) => Apply(readings, Taken);

    /// <summary>The same with what somebody brought of the past: it may be the newest that is known of a device, and is no news.</summary>
    internal void ApplyPast(IReadOnlyList<Reading> readings) => Apply(readings, PastTaken);

    private void Apply(IReadOnlyList<Reading> readings, Action<IReadOnlyList<Reading>>? told)
    {
        var index = _index;
        List<Slot>? moved = null;
        foreach (var reading in readings)
        {
            if (!index.ById.TryGetValue(reading.Device.Id, out var slot)) continue;
            var before = Square.Of(slot.State.Spot);
            slot.Change(reading, static (state, reading) => state.After(reading));
            if (Square.Of(slot.State.Spot) != before) (moved ??= []).Add(slot);
        }
        if (moved is not null) Settle(moved);
        Interlocked.Increment(ref _version);
        told?.Invoke(readings);
        Changed?.Invoke();
    }

    /// <summary>The latest value of every metric of every device, as it is when each is reached, and what is doubtful after it.</summary>
    internal IEnumerable<Reading> Latest()
    {
        foreach (var slot in _index.ByRegion)
        {
            var device = slot.State;
            foreach (var value in device.Values)
            {
                yield return new(device.Device, value.Metric, value.Ts, value.Value, null);
                if (value.Doubt is { } doubt) yield return new(device.Device, value.Metric, doubt.Ts, doubt.Value, null, doubt.Quality);
            }
        }
    }

    /// <summary>The device's state; null when it is unknown or outside the scope.</summary>
    public DeviceState? Find(RegionScope scope, string id) =>
        _index.ById.TryGetValue(id, out var slot) && scope.Covers(slot.State.Device.Region) ? slot.State : null;

    /// <summary>All devices of the scope in region order, as they are when each is reached.</summary>
    public IEnumerable<DeviceState> Devices(RegionScope scope)
    {
        var devices = _index.ByRegion;
        for (var i = First(devices, scope.From); i < devices.Length && devices[i].State.Device.Region.Number < scope.To; i++)
            // A device that is being moved may still stand at its old place.
            if (devices[i].State is var state && scope.Covers(state.Device.Region)) yield return state;
    }

    /// <summary>The devices of the scope that are in a tile of the map now, or not farther from it than the margin (parts of its side).</summary>
    public IEnumerable<DeviceState> Devices(RegionScope scope, TileId tile, double margin = 0)
    {
        var around = (long)(tile.Side * margin);
        uint Step(long step) => (uint)Math.Clamp(step, 0, uint.MaxValue);
        var (west, east) = (Step(tile.X * tile.Side - around), Step((tile.X + 1) * tile.Side - 1 + around));
        var (north, south) = (Step(tile.Y * tile.Side - around), Step((tile.Y + 1) * tile.Side - 1 + around));
        Slot[][] squares;
        lock (_moving)
        {
            squares = [.. _squares.Where(square =>
                square.Key.X >= west >> SquareSteps && square.Key.X <= east >> SquareSteps &&
                square.Key.Y >= north >> SquareSteps && square.Key.Y <= south >> SquareSteps).Select(square => square.Value)];
        }
        foreach (var square in squares)
            foreach (var slot in square)
                if (slot.State is { Spot: var spot } state && spot.X >= west && spot.X <= east && spot.Y >= north && spot.Y <= south && scope.Covers(state.Device.Region))
                    yield return state;
    }

    /// <summary>Whether it is in use and was heard within the time of its type.</summary>
    public bool IsOnline(DeviceState device, DateTimeOffset now) =>
        !device.Device.IsDisabled && device.LastTs > (now - _register.TypeOf(device.Device.Type).OfflineAfter).ToUnixTimeMilliseconds();

    public DeviceLifecycle StateOf(DeviceState device, DateTimeOffset now) =>
        device.Device.IsDisabled ? DeviceLifecycle.Disabled
        : device.LastTs == 0 ? DeviceLifecycle.Waiting
        : IsOnline(device, now) ? DeviceLifecycle.Online
        : DeviceLifecycle.Offline;

    public SensingSummary Summarize(RegionScope scope, DateTimeOffset now)
    {
        int total = 0, online = 0;
        var illustrative = false;
        DeviceState? newest = null;
        var departments = new Dictionary<string, (int Total, int Online)>();
        foreach (var device in Devices(scope))
        {
            if (device.Device.IsDisabled) continue;
            total++;
            illustrative |= device.Device.IsIllustrative;
            if (newest is null || device.LastTs > newest.LastTs) newest = device;
            var isOnline = IsOnline(device, now);
            var (all, up) = departments.GetValueOrDefault(device.Device.Department);
            departments[device.Device.Department] = (all + 1, up + (isOnline ? 1 : 0));
            if (isOnline) online++;
        }
        return new(total, online, Newest(newest), illustrative, [.. departments.Select(d => new DepartmentSummary(d.Key, d.Value.Total, d.Value.Online))]);
    }

    private static LatestReading? Newest(DeviceState? device) =>
        device is { LastTs: > 0 } ? Of(device, device.Values.MaxBy(value => value.Ts)) : null;

    private static LatestReading Of(DeviceState device, LatestValue value) =>
        new(device.Device, value.Metric, value.Ts, value.Value, value.Severity);

    private void Register(IReadOnlyList<Device> devices)
    {
        lock (_registration)
        {
            var byId = new Dictionary<string, Slot>(_index.ById);
            foreach (var device in devices)
            {
                if (byId.TryGetValue(device.Id, out var known)) known.Change(device, static (state, device) => state.As(device));
                else byId[device.Id] = new(new(device, []));
            }
            _index = new(byId, [.. byId.Values.OrderBy(slot => slot.State.Device.Region).ThenBy(slot => slot.State.Device.Id, StringComparer.Ordinal)]);
            Settle(devices.Select(device => byId[device.Id]));
        }
        Interlocked.Increment(ref _version);
        Changed?.Invoke();
    }

    /// <summary>Keeps each in the square it is in now.</summary>
    private void Settle(IEnumerable<Slot> slots)
    {
        lock (_moving)
        {
            var changed = new Dictionary<Square, HashSet<Slot>>();
            HashSet<Slot> In(Square square) => changed.TryGetValue(square, out var all) ? all : changed[square] = [.. _squares.GetValueOrDefault(square, [])];
            foreach (var slot in slots)
            {
                var square = Square.Of(slot.State.Spot);
                if (slot.Square == square) continue;
                if (slot.Square is { } before) In(before).Remove(slot);
                In(square).Add(slot);
                slot.Square = square;
            }
            foreach (var (square, all) in changed)
            {
                if (all.Count == 0) _squares.Remove(square);
                else _squares[square] = [.. all];
            }
        }
    }

    private static int First(Slot[] devices, long region)
    {
        int low = 0, high = devices.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (devices[middle].State.Device.Region.Number < region) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}

using System.Diagnostics;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Sensing;
using CommandCenter.Domain.Video;
using CommandCenter.Web.Map;

namespace CommandCenter.Web.Features.Video;

/// <summary>
/// The cameras of the register, ready to be searched. A change of the register, its types or the regions is seen by the next question where
/// building takes no longer than <see cref="Patience"/>; where it takes longer, in the background, at most once in <see cref="Pace"/>,
/// while questions are answered from what was known before.
/// </summary>
internal sealed class CameraShelf : IHostedService, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private const int Share = 4; // building takes a fifth of one core at most, however often the register changes

    private readonly DeviceRegister _register;
    private readonly AtlasHolder _atlases;
    private readonly TimeProvider _clock;
    private readonly Lock _building = new();
    private volatile Built _built = new(CameraIndex.Empty, -1, null, TimeSpan.Zero);
    private long _changes;
    private int _isBuilding;

    public CameraShelf(DeviceRegister register, AtlasHolder atlases, TimeProvider clock)
    {
        (_register, _atlases, _clock) = (register, atlases, clock);
        register.Registered += Note;
        atlases.Changed += Note;
    }

    /// <summary>The cameras as they are known now.</summary>
    public CameraIndex Current
    {
        get
        {
            var built = _built;
            if (IsFresh(built)) return built.Index;
            if (built.Took <= Patience) return Build().Index;
            if (Interlocked.Exchange(ref _isBuilding, 1) == 0) _ = Task.Run(BuildLaterAsync);
            return built.Index;
        }
    }

    /// <summary>The register is filled by now: the first question does not wait for the index.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Task.Run(Build, cancellationToken);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _register.Registered -= Note;
        _atlases.Changed -= Note;
    }

    private bool IsFresh(Built built) => built.Changes == Interlocked.Read(ref _changes) && ReferenceEquals(built.Types, _register.Types);

    private async Task BuildLaterAsync()
    {
        try
        {
            var took = Build().Took * Share;
            await Task.Delay(took > Pace ? took : Pace, _clock);
        }
        finally
        {
            Interlocked.Exchange(ref _isBuilding, 0);
        }
    }

    private Built Build()
    {
        lock (_building)
        {
            if (IsFresh(_built)) return _built;
            var (started, changes, types, tree) = (Stopwatch.GetTimestamp(), Interlocked.Read(ref _changes), _register.Types, _atlases.Current.Tree);
            var index = new CameraIndex(
                _register.Devices.Where(device => Camera.Is(device, _register.TypeOf(device.Type))),
                region => string.Join(' ', tree.Path(region).Select(one => one.Name)));
            return _built = new(index, changes, types, Stopwatch.GetElapsedTime(started));
        }
    }

    private void Note(IReadOnlyList<Device> changed) => Note();

    private void Note() => Interlocked.Increment(ref _changes);

    private sealed record Built(CameraIndex Index, long Changes, IReadOnlyList<DeviceType>? Types, TimeSpan Took);
}

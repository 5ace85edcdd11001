using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Store;
using CommandCenter.Store.Records;
using CommandCenter.Web.Map;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Sensing.Letters;

/// <summary>
/// Readings that were put aside, in the store: those stamped with a time to come as they are refused, those that ClickHouse
/// refused as this node finds them in its file. A letter's id follows from what was sent: a repetition is no second letter.
/// </summary>
internal sealed partial class LetterBox(
    IDbContextFactory<CommandCenterDb> stores, TelemetryIntake intake, DeviceRegister register, AtlasHolder atlases, SensingOptions options,
    TimeProvider clock, ILogger<LetterBox> log) : BackgroundService
{
    private const int PerSweep = 5_000;
    private readonly SemaphoreSlim _sweeping = new(1);
    private int _swept;

    /// <summary>Keeps readings that were refused for a time to come, and says how many are kept now. They are refused all the same:
    /// the sender may send them again.</summary>
    public async Task<int> PutAsideAsync(IReadOnlyList<Reading> readings, string token, CancellationToken cancel)
    {
        if (readings.Count == 0) return 0;
        var now = clock.GetUtcNow();
        try
        {
            return await KeepAsync([.. readings.Select(reading => new DeadLetterRecord
            {
                Id = IdOf(LetterKind.Ahead, reading.Device.Id, reading.Metric.Key, reading.Ts, reading.Value, reading.Id ?? ""),
                Kind = LetterKind.Ahead, State = LetterState.Open, Device = reading.Device.Id, Metric = reading.Metric.Key, Ts = reading.Ts, Value = reading.Value,
                OwnId = reading.Id, Reason = "ts 晚于接收时间 5 分钟以上", Region = reading.Device.Region, Token = token, ReceivedAt = now,
            })], cancel);
        }
        catch (Exception failure) when (StoreFailures.Of(failure) is not StoreFailure.None)
        {
            NotKept(log, readings.Count, failure.GetBaseException().Message);
            return 0;
        }
    }

    /// <summary>Brings what ClickHouse refused on this node into the store.</summary>
    public async Task SweepAsync(CancellationToken cancel)
    {
        await _sweeping.WaitAsync(cancel);
        try
        {
            while (intake.DeadLettersFrom(_swept, PerSweep) is { Count: > 0 } letters)
            {
                await KeepAsync([.. letters.Select(Of)], cancel);
                _swept += letters.Count;
            }
        }
        finally
        {
            _sweeping.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pace = new PeriodicTimer(options.DeadLettersEvery, clock);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await pace.WaitForNextTickAsync(stoppingToken);
                await SweepAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
            }
            catch (Exception failure)
            {
                NotSwept(log, failure.GetBaseException().Message);
            }
        }
    }

    /// <summary>How many of the letters are kept, those that were kept before among them.</summary>
    private async Task<int> KeepAsync(IReadOnlyList<DeadLetterRecord> letters, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var store = await stores.CreateDbContextAsync(cancel);
                var ids = letters.Select(letter => letter.Id).ToList();
                var known = (await store.DeadLetters.Where(letter => ids.Contains(letter.Id)).Select(letter => letter.Id).ToListAsync(cancel)).ToHashSet();
                var fresh = letters.Where(letter => !known.Contains(letter.Id)).DistinctBy(letter => letter.Id).ToList();
                var room = fresh.Count == 0 ? 0 : await RoomAsync(store, fresh.Count, cancel);
                store.DeadLetters.AddRange(fresh.Take(room));
                await store.SaveChangesAsync(cancel);
                if (room < fresh.Count) NoRoom(log, fresh.Count - room, options.DeadLetters);
                return letters.Count - Math.Max(0, fresh.Count - room);
            }
            catch (DbUpdateException failure) when (StoreFailures.Of(failure) is StoreFailure.Conflict && attempt < 10)
            {
                // The same letters came twice at once.
            }
        }
    }

    private async Task<int> RoomAsync(CommandCenterDb store, int wanted, CancellationToken cancel)
    {
        var room = options.DeadLetters - await store.DeadLetters.CountAsync(cancel);
        if (room >= wanted) return wanted;
        var done = await store.DeadLetters.Where(letter => letter.State == LetterState.Replayed || letter.State == LetterState.Discarded)
            .OrderBy(letter => letter.ReceivedAt).Select(letter => letter.Id).Take(wanted - Math.Max(0, room)).ToListAsync(cancel);
        await store.DeadLetters.Where(letter => done.Contains(letter.Id)).ExecuteDeleteAsync(cancel);
        return Math.Clamp(room + done.Count, 0, wanted);
    }

    private DeadLetterRecord Of(DeadLetter letter) => new()
    {
        Id = IdOf(LetterKind.Refused, letter.Device, letter.Metric, letter.Ts, letter.Value, letter.Id),
        Kind = LetterKind.Refused, State = LetterState.Open, Device = letter.Device, Metric = letter.Metric, Ts = letter.Ts, Value = letter.Value,
        OwnId = letter.Id.Length > 0 ? letter.Id : null,
        // ClickHouse's own words are for an operator, who has the file.
        Reason = $"ClickHouse 拒收（错误 {letter.Code}）", Region = register.Find(letter.Device)?.Region ?? City, Token = "", ReceivedAt = clock.GetUtcNow(),
    };

    private RegionCode City => atlases.Current.Tree.Roots is [var city, ..] ? city.Code : default;

    private static string IdOf(LetterKind kind, string device, string metric, long ts, double value, string own) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind}\n{device}\n{metric}\n{ts}\n{value:R}\n{own}"))))[..32];

    [LoggerMessage(LogLevel.Warning, "{Count} readings of a time to come could not be put aside: {Reason}")]
    private static partial void NotKept(ILogger log, int count, string reason);

    [LoggerMessage(LogLevel.Warning, "Refused readings could not be brought into the store; it is tried again: {Reason}")]
    private static partial void NotSwept(ILogger log, string reason);

    [LoggerMessage(LogLevel.Warning, "{Count} readings were not put aside: {Most} letters wait already")]
    private static partial void NoRoom(ILogger log, int count, int most);
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;
using CommandCenter.Store;
using CommandCenter.Store.Nodes;
using CommandCenter.Store.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace CommandCenter.Web.Features.Access.Tokens;

/// <summary>The secrets with which systems send readings: made here, kept as a hash, recognised by it.</summary>
public sealed class IngestTokens : IDisposable
{
    /// <summary>What <see cref="StoreChanges"/> calls a revocation: no node remembers a token beyond it.</summary>
    public const string Topic = "tokens";

    private static readonly TimeSpan RememberFor = TimeSpan.FromSeconds(10);

    private readonly IDbContextFactory<CommandCenterDb> _stores;
    private readonly TimeProvider _clock;
    private readonly IDisposable _listening;
    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 1000 });

    public IngestTokens(IDbContextFactory<CommandCenterDb> stores, StoreChanges changes, TimeProvider clock)
    {
        (_stores, _clock) = (stores, clock);
        _listening = changes.Listen(Topic, _ =>
        {
            _known.Clear();
            return Task.CompletedTask;
        });
    }

    /// <summary>Makes a token and returns its secret, 256 random bits, which exists nowhere else.</summary>
    public async Task<string> CreateAsync(string name, RegionCode scope, CancellationToken cancel, string? device = null, string? type = null, string? department = null)
    {
        var (token, secret) = Draw(name, new(RegionScope.Of(scope), device, type, department), _clock.GetUtcNow());
        await using var store = await _stores.CreateDbContextAsync(cancel);
        store.IngestTokens.Add(token);
        await store.SaveChangesAsync(cancel);
        return secret;
    }

    /// <summary>A new token and its secret; to be saved by the caller.</summary>
    public static (IngestToken Token, string Secret) Draw(string name, IngestReach reach, DateTimeOffset now)
    {
        var secret = "cc_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (new()
        {
            Id = Ulid.New(now), Name = name, Hash = Hash(secret), Scope = reach.Scope.Root, CreatedAt = now,
            OnlyDevice = reach.Device, OnlyType = reach.Type, OnlyDepartment = reach.Department,
        }, secret);
    }

    /// <summary>The token of a secret, or null when there is none or it was revoked. A revocation is seen at once, on other
    /// nodes as soon as they hear of it.</summary>
    public async Task<IngestToken?> FindAsync(string secret, CancellationToken cancel)
    {
        var hash = Hash(secret);
        if (_known.TryGetValue(hash, out IngestToken? known)) return known;

        await using var store = await _stores.CreateDbContextAsync(cancel);
        var token = await store.IngestTokens.AsNoTracking().FirstOrDefaultAsync(t => t.Hash == hash && t.RevokedAt == null, cancel);
        if (token is not null)
            _known.Set(hash, token, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = RememberFor, Size = 1 });
        return token;
    }

    public void Dispose()
    {
        _listening.Dispose();
        _known.Dispose();
    }

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

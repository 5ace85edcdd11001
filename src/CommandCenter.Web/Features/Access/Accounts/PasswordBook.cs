using System.Security.Cryptography;
using CommandCenter.Store;
using CommandCenter.Store.Records;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Access.Accounts;

/// <summary>Passwords: generated, judged by the profile, kept as hashes, the earlier ones too.</summary>
public sealed class PasswordBook(IPasswordHasher<Account> hasher, AccessOptions options, TimeProvider clock)
{
    // Without the look-alikes 0 O 1 l I, so that a printed password can be typed.
    private const string Letters = "abcdefghijkmnopqrstuvwxyz";
    private const string Capitals = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const string Digits = "23456789";
    private const string Signs = "-_+=#%";

    /// <summary>Twenty characters, about 115 random bits, with one of each class any profile asks for.</summary>
    public static string Generate()
    {
        char[] password =
        [
            .. RandomNumberGenerator.GetItems<char>(Letters + Capitals + Digits, 16),
            .. RandomNumberGenerator.GetItems<char>(Letters, 1),
            .. RandomNumberGenerator.GetItems<char>(Capitals, 1),
            .. RandomNumberGenerator.GetItems<char>(Digits, 1),
            .. RandomNumberGenerator.GetItems<char>(Signs, 1),
        ];
        RandomNumberGenerator.Shuffle<char>(password);
        return new string(password);
    }

    public bool IsRight(Account account, string password) => account.PasswordHash is { } hash
        && hasher.VerifyHashedPassword(account, hash, password) is not PasswordVerificationResult.Failed;

    /// <summary>What speaks against a password the account's owner chose, each a Chinese sentence.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(CommandCenterDb store, Account account, string password, CancellationToken cancel)
    {
        var rules = options.Profile.Passwords;
        var faults = rules.FaultsOf(password, account.UserName ?? "");
        if (faults.Count > 0) return faults;
        var earlier = await store.PasswordHistory.AsNoTracking()
            .Where(one => one.AccountId == account.Id).OrderByDescending(one => one.SetAt).ThenByDescending(one => one.Id)
            .Take(rules.History).Select(one => one.Hash).ToListAsync(cancel);
        if (account.PasswordHash is { } current) earlier.Add(current);
        return earlier.Any(hash => hasher.VerifyHashedPassword(account, hash, password) is not PasswordVerificationResult.Failed)
            ? [rules.History > 1 ? $"不能使用最近 {rules.History} 次用过的密码。" : "不能使用当前用过的密码。"]
            : [];
    }

    /// <summary>Gives the account the password; saved by the caller.</summary>
    /// <param name="mustChange">Its owner has to choose another at the next sign-in.</param>
    public void Set(CommandCenterDb store, Account account, string password, bool mustChange)
    {
        var now = clock.GetUtcNow();
        account.PasswordHash = hasher.HashPassword(account, password);
        account.PasswordChangedAt = now;
        account.MustChangePassword = mustChange;
        account.ConcurrencyStamp = Guid.NewGuid().ToString();
        store.PasswordHistory.Add(new() { Id = Ulid.New(now), AccountId = account.Id, Hash = account.PasswordHash, SetAt = now });
    }
}

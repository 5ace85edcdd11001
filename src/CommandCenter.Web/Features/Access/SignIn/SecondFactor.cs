using System.Security.Cryptography;
using System.Text;
using CommandCenter.Store;
using CommandCenter.Store.Records;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OtpNet;

namespace CommandCenter.Web.Features.Access.SignIn;

/// <summary>Codes of an authenticator (TOTP, RFC 6238) and recovery codes: made, sealed, checked once each.</summary>
public sealed class SecondFactor(IDataProtectionProvider keys, TimeProvider clock)
{
    public const int RecoveryCodes = 10;

    private const int StepSeconds = 30;
    private static readonly TimeSpan StepLives = TimeSpan.FromMinutes(5);

    // One step early or late: clocks of telephones differ.
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    private readonly IDataProtector _secrets = keys.CreateProtector("access.totp");
    private readonly ITimeLimitedDataProtector _steps = keys.CreateProtector("access.second-step").ToTimeLimitedDataProtector();

    /// <summary>The right password, sealed for the second step. It is void once the password is another.</summary>
    public string Step(Account account) =>
        _steps.Protect($"{account.Id}\n{account.PasswordHash}", clock.GetUtcNow() + StepLives);

    /// <summary>What a step holds, or null when it is no step of ours or too old.</summary>
    public (string AccountId, string PasswordHash)? Open(string step)
    {
        try
        {
            return _steps.Unprotect(step, out var until).Split('\n') is [var id, var hash] && until > clock.GetUtcNow() ? (id, hash) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Gives the account a new secret, which is in force once a code of it was shown (<see cref="Confirms"/>).</summary>
    /// <returns>The secret in base 32, as authenticators take it.</returns>
    public string NewSecret(Account account)
    {
        var secret = RandomNumberGenerator.GetBytes(20);
        account.TotpSecret = _secrets.Protect(Convert.ToBase64String(secret));
        return Base32Encoding.ToString(secret);
    }

    /// <summary>The account's secret in base 32, or null when it has none.</summary>
    public string? SecretOf(Account account) => Secret(account) is { } secret ? Base32Encoding.ToString(secret) : null;

    /// <summary>True when the code is one of the account's authenticator or an unused recovery code; that code is spent then.</summary>
    public async Task<bool> AcceptAsync(CommandCenterDb store, Account account, string code, CancellationToken cancel)
    {
        var plain = Plain(code);
        return plain.Length == 6 ? await SpendAsync(store, account, plain, cancel) : await SpendRecoveryAsync(store, account, plain, cancel);
    }

    /// <summary>True when the code belongs to the secret that is being enrolled; the account has a second factor then. Saved by the caller.</summary>
    public bool Confirms(Account account, string code)
    {
        if (Secret(account) is not { } secret || !Matches(secret, Plain(code), out var step)) return false;
        (account.TwoFactorEnabled, account.TotpStep) = (true, step);
        return true;
    }

    /// <summary>Ten codes to write down, in place of those before. Saved by the caller; only hashes are kept.</summary>
    public async Task<IReadOnlyList<string>> NewRecoveryCodesAsync(CommandCenterDb store, Account account, CancellationToken cancel)
    {
        await store.RecoveryCodes.Where(code => code.AccountId == account.Id).ExecuteDeleteAsync(cancel);
        string[] codes = [.. Enumerable.Range(0, RecoveryCodes).Select(_ => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 12))];
        store.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode { AccountId = account.Id, Hash = Hash(account, code) }));
        return [.. codes.Select(code => $"{code[..4]}-{code[4..8]}-{code[8..]}")];
    }

    /// <summary>Takes the second factor off the account. Saved by the caller.</summary>
    public static async Task RemoveAsync(CommandCenterDb store, Account account, CancellationToken cancel)
    {
        (account.TwoFactorEnabled, account.TotpSecret) = (false, null);
        await store.RecoveryCodes.Where(code => code.AccountId == account.Id).ExecuteDeleteAsync(cancel);
    }

    /// <summary>One statement decides, so that of two who send the same code at once one is refused.</summary>
    private async Task<bool> SpendAsync(CommandCenterDb store, Account account, string code, CancellationToken cancel) =>
        Secret(account) is { } secret
        && Matches(secret, code, out var step)
        && await store.Accounts.Where(one => one.Id == account.Id && one.TotpStep < step)
            .ExecuteUpdateAsync(one => one.SetProperty(a => a.TotpStep, step), cancel) == 1;

    private static async Task<bool> SpendRecoveryAsync(CommandCenterDb store, Account account, string code, CancellationToken cancel)
    {
        var hash = Hash(account, code);
        return await store.RecoveryCodes.Where(one => one.AccountId == account.Id && one.Hash == hash).ExecuteDeleteAsync(cancel) == 1;
    }

    private bool Matches(byte[] secret, string code, out long step) =>
        new Totp(secret, StepSeconds).VerifyTotp(clock.GetUtcNow().UtcDateTime, code, out step, Window);

    private byte[]? Secret(Account account)
    {
        if (account.TotpSecret is null) return null;
        try
        {
            return Convert.FromBase64String(_secrets.Unprotect(account.TotpSecret));
        }
        catch (CryptographicException)
        {
            return null; // sealed with keys this installation no longer has: it opens nothing, an administrator takes it off
        }
    }

    private static string Plain(string code) => new([.. code.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);

    private static string Hash(Account account, string code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{account.Id}:{code}")));
}

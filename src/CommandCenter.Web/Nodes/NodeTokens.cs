using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace CommandCenter.Web.Nodes;

/// <summary>What a node shows to another: that it holds the keys of the same store, for a minute.</summary>
public sealed class NodeTokens(IDataProtectionProvider keys, Node node)
{
    public const string Header = "CommandCenter-Node";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private readonly ITimeLimitedDataProtector _protector = keys.CreateProtector("CommandCenter.Nodes").ToTimeLimitedDataProtector();

    public string Make() => _protector.Protect(node.Id, Lifetime);

    /// <summary>The node that made the token; null when none of this store did, or too long ago.</summary>
    public string? Read(string? token)
    {
        if (string.IsNullOrEmpty(token)) return null;
        try
        {
            return _protector.Unprotect(token);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

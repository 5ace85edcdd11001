namespace CommandCenter.Web.Features.Access.SignIn;

/// <summary>Where to go after signing in: an address of this site, never one that leads elsewhere.</summary>
internal static class LocalAddress
{
    /// <summary>The address when it is a path of this site, else <paramref name="home"/>. Browsers read <c>/\</c> as
    /// <c>//</c>, the start of another host, and skip control characters.</summary>
    public static string Or(string? address, string home) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl) ? address : home;
}

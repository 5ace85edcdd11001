using System.Net;
using System.Net.Sockets;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Access.SignIn;

/// <summary>Turns floods of sign-ins away before they cost a password check: by address and by name, known or not.</summary>
public sealed class SignInThrottle(AccessOptions options, TimeProvider clock)
{
    private readonly AttemptWindow _addresses = new(options.FailuresPerAddress, clock);
    private readonly AttemptWindow _names = new(options.FailuresPerName, clock);

    /// <summary>Counts an attempt; how long to wait when there were too many.</summary>
    public TimeSpan? Enter(HttpContext context, string name) => _addresses.Enter(AddressOf(context)) ?? _names.Enter(name);

    /// <summary>The attempt succeeded: a whole office behind one address is no flood.</summary>
    public void GiveBack(HttpContext context, string name)
    {
        _addresses.GiveBack(AddressOf(context));
        _names.GiveBack(name);
    }

    /// <summary>429 with <c>Retry-After</c>.</summary>
    public static IResult TooMany(HttpContext context, TimeSpan wait)
    {
        TellWait(context, wait);
        return Problem.Of(StatusCodes.Status429TooManyRequests, "too_many_attempts", Sentence(wait));
    }

    public static void TellWait(HttpContext context, TimeSpan wait) =>
        context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static string Sentence(TimeSpan wait) => $"尝试次数过多，请 {(int)wait.TotalSeconds} 秒后重试。";

    /// <summary>The client's address; of IPv6 the network a subscriber gets, /64.</summary>
    private static string AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}

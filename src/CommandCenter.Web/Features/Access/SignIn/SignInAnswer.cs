using System.Security.Claims;

namespace CommandCenter.Web.Features.Access.SignIn;

/// <summary>What comes of an attempt to sign in.</summary>
public abstract record SignInAnswer
{
    private SignInAnswer()
    {
    }

    /// <summary>The session exists; its cookie is in the answer.</summary>
    public sealed record Welcome(ClaimsPrincipal Caller) : SignInAnswer;

    /// <summary>Unknown, wrong, locked, disabled or expired: which one is not told.</summary>
    public sealed record Refused : SignInAnswer
    {
        public static Refused Instance { get; } = new();
    }

    /// <summary>The password was right; a code of the authenticator is wanted.</summary>
    /// <param name="Step">What the second step brings along, sealed; good for five minutes.</param>
    public sealed record CodeNeeded(string Step) : SignInAnswer;

    /// <summary>The password was right and the code was not, or was used before.</summary>
    public sealed record WrongCode : SignInAnswer
    {
        public static WrongCode Instance { get; } = new();
    }

    /// <summary>Too many attempts: this one was not heard.</summary>
    public sealed record TooMany(TimeSpan Wait) : SignInAnswer;
}

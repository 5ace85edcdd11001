namespace CommandCenter.Domain.Access;

/// <summary>How an account showed who it is.</summary>
public enum SignInMeans
{
    /// <summary>Password alone.</summary>
    Password,

    /// <summary>Password and a code of the authenticator, or a recovery code.</summary>
    SecondFactor,

    /// <summary>The organisation's own sign-in, by OpenID Connect.</summary>
    External,
}

using System.Globalization;
using CommandCenter.Domain.Access;

namespace CommandCenter.Web.Features.Access;

/// <summary>How strict the door is here: a profile, and single numbers of it that this installation sets otherwise
/// (configuration section <c>Access</c>). Read once at start; a mistake stops the start.</summary>
public sealed record AccessOptions
{
    public const string ProfileKey = "COMMANDCENTER_SECURITY_PROFILE";

    public required SecurityProfile Profile { get; init; }

    /// <summary>How often ends of sessions that other nodes or the console wrote are looked for.</summary>
    public TimeSpan WatchEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Failed sign-ins a minute from one address; more are turned away unheard.</summary>
    public int FailuresPerAddress { get; init; } = 60;

    /// <summary>Failed sign-ins a minute for one name, known or not; more are turned away unheard.</summary>
    public int FailuresPerName { get; init; } = 20;

    /// <exception cref="InvalidOperationException">Lists every mistake with the key to change.</exception>
    public static AccessOptions Read(IConfiguration configuration)
    {
        var mistakes = new List<string>();
        var section = configuration.GetSection("Access");
        var key = configuration[ProfileKey] ?? SecurityProfile.Asvs.Key;
        var profile = SecurityProfile.All.FirstOrDefault(one => one.Key == key);
        if (profile is null)
        {
            mistakes.Add($"- {ProfileKey}: {key} is none of {string.Join(", ", SecurityProfile.All.Select(one => one.Key))}");
            profile = SecurityProfile.Asvs;
        }

        var roles = section["SecondFactorRoles"]?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        mistakes.AddRange((roles ?? []).Where(role => !Roles.All.Contains(role)).Select(role => $"- Access:SecondFactorRoles: there is no role {role}"));
        var options = new AccessOptions
        {
            Profile = profile with
            {
                Sessions = new(Time("IdleTimeout", profile.Sessions.Idle!.Value), Time("AbsoluteTimeout", profile.Sessions.Absolute)),
                Displays = profile.Displays with { Absolute = Time("DisplayTimeout", profile.Displays.Absolute) },
                LockFor = Time("LockFor", profile.LockFor),
                FailuresToLock = Number("FailuresToLock", profile.FailuresToLock),
                SecondFactorRoles = roles ?? profile.SecondFactorRoles,
                Separated = section["Separated"] is { } text ? bool.TryParse(text, out var separated) ? separated : Mistaken("Separated", text, profile.Separated) : profile.Separated,
            },
            FailuresPerAddress = Number("FailuresPerAddress", 60),
            FailuresPerName = Number("FailuresPerName", 20),
        };
        return mistakes.Count == 0
            ? options
            : throw new InvalidOperationException(string.Join(Environment.NewLine, ["The configuration has mistakes:", .. mistakes]));

        TimeSpan Time(string name, TimeSpan standard) =>
            section[name] is not { } text ? standard
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero ? time
            : Mistaken(name, text, standard);

        int Number(string name, int standard) =>
            section[name] is not { } text ? standard
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
            : Mistaken(name, text, standard);

        T Mistaken<T>(string name, string text, T standard)
        {
            mistakes.Add($"- Access:{name}: {text} cannot be read");
            return standard;
        }
    }
}

using System.Collections.Frozen;
using System.Reflection;
using System.Text;

namespace CommandCenter.Domain.Access;

/// <summary>What a password has to be. Lengths count Unicode scalar values.</summary>
public sealed record PasswordRules
{
    /// <summary>Longest password taken, so that hashing has a bound.</summary>
    public const int MaximumLength = 128;

    private static readonly char[] Signs = [.. "!@#$%^&*()_+-=.,?~ "];
    private static readonly char[] DigitsAndSigns = [.. "0123456789", .. Signs];
    private static readonly FrozenSet<string> Common = ReadCommon();

    public required int MinimumLength { get; init; }

    /// <summary>How many of lower case, upper case, digits and everything else it mixes, 1 to 4.</summary>
    public required int CharacterClasses { get; init; }

    /// <summary>How many earlier passwords may not come back.</summary>
    public required int History { get; init; }

    /// <summary>After which it has to be changed; null for never.</summary>
    public required TimeSpan? MaximumAge { get; init; }

    /// <summary>What is wrong with a password, each a Chinese sentence; empty when it may be used. Earlier passwords are
    /// compared by hash, elsewhere.</summary>
    public IReadOnlyList<string> FaultsOf(string password, string userName)
    {
        var faults = new List<string>();
        var length = password.EnumerateRunes().Count();
        if (length < MinimumLength) faults.Add($"密码至少 {MinimumLength} 个字符。");
        if (length > MaximumLength) faults.Add($"密码最多 {MaximumLength} 个字符。");
        if (Classes(password) < CharacterClasses) faults.Add($"密码须含大写字母、小写字母、数字、符号中的 {CharacterClasses} 类。");
        if (userName.Length >= 3 && password.Contains(userName, StringComparison.OrdinalIgnoreCase)) faults.Add("密码不能包含账号名。");
        if (IsCommon(password)) faults.Add("密码过于常见，容易被猜到。");
        return faults;
    }

    /// <summary>True when a password set at <paramref name="setAt"/> has to be changed; an unknown day counts as just now.</summary>
    public bool IsTooOld(DateTimeOffset? setAt, DateTimeOffset now) => MaximumAge is { } age && setAt is { } day && now - day >= age;

    private static int Classes(string password) =>
        (password.Any(char.IsAsciiLetterLower) ? 1 : 0)
        + (password.Any(char.IsAsciiLetterUpper) ? 1 : 0)
        + (password.Any(char.IsAsciiDigit) ? 1 : 0)
        + (password.Any(letter => !char.IsAsciiLetterOrDigit(letter)) ? 1 : 0);

    /// <summary>On the list, a word of the list with digits and signs around it (P@ssw0rd2024!), digits alone, or hardly any different characters.</summary>
    private static bool IsCommon(string password)
    {
        var lower = password.ToLowerInvariant();
        return lower.Distinct().Count() < 5
            || lower.All(char.IsAsciiDigit) // a telephone, a birthday, a row of keys
            || Common.Contains(lower)
            || Common.Contains(lower.Trim(Signs))
            || Common.Contains(Letters(lower.Trim(DigitsAndSigns)))
            || Common.Contains(Letters(lower.TrimEnd(DigitsAndSigns)));
    }

    /// <summary>With the letters that digits and signs usually stand for.</summary>
    private static string Letters(string password)
    {
        var plain = new StringBuilder(password);
        foreach (var (sign, letter) in new[] { ('@', 'a'), ('4', 'a'), ('0', 'o'), ('1', 'i'), ('!', 'i'), ('3', 'e'), ('$', 's'), ('5', 's'), ('7', 't') })
            plain.Replace(sign, letter);
        return plain.ToString();
    }

    private static FrozenSet<string> ReadCommon()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();
    }
}

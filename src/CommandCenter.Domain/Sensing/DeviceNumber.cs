namespace CommandCenter.Domain.Sensing;

/// <summary>The number that an owner gave a device: 1 to 64 ASCII letters, digits and <c>- _ . :</c>.</summary>
public static class DeviceNumber
{
    private const int Longest = 64;

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > Longest) return false;
        foreach (var letter in text)
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.' or ':'))
                return false;
        return true;
    }
}

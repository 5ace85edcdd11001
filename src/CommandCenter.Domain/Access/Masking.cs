namespace CommandCenter.Domain.Access;

/// <summary>Personal numbers as screens and exports show them to whoever has not asked for the whole, with a reason.</summary>
public static class Masking
{
    /// <summary>13812341234 → 138****1234. Of any other number only the last two characters stay.</summary>
    public static string Phone(string phone) =>
        phone is { Length: 11 } && phone.All(char.IsAsciiDigit) ? $"{phone[..3]}****{phone[^4..]}" : Tail(phone);

    /// <summary>18 or 15 characters, 440703199001011234 → 440***********1234. Of any other text only the last two characters stay.</summary>
    public static string IdNumber(string number) =>
        number is { Length: 18 or 15 } && number[..^1].All(char.IsAsciiDigit) && (char.IsAsciiDigit(number[^1]) || number[^1] is 'X' or 'x')
            ? $"{number[..3]}{new string('*', number.Length - 7)}{number[^4..]}"
            : Tail(number);

    private static string Tail(string text) => text.Length <= 4 ? new string('*', text.Length) : new string('*', text.Length - 2) + text[^2..];
}

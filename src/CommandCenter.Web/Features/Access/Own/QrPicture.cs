using System.Globalization;
using System.Text;
using QRCoder;

namespace CommandCenter.Web.Features.Access.Own;

/// <summary>A text as a QR code, drawn here as one SVG path of unit squares: no service is asked.</summary>
/// <param name="Size">Modules a side, the quiet zone of four included.</param>
public sealed record QrPicture(int Size, string Path)
{
    public static QrPicture Of(string text)
    {
        using var maker = new QRCodeGenerator();
        using var code = maker.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
            for (var x = 0; x < code.ModuleMatrix[y].Count; x++)
                if (code.ModuleMatrix[y][x])
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
        return new(code.ModuleMatrix.Count, path.ToString());
    }

    /// <summary>What an authenticator reads. Source: Key Uri Format of Google Authenticator.</summary>
    public static string AddressOf(string issuer, string user, string secret) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(user)}?secret={secret}&issuer={Uri.EscapeDataString(issuer)}&digits=6&period=30";
}

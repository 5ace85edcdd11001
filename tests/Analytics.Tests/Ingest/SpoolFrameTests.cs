using System.Text;
using CommandCenter.Analytics.Ingest;

namespace CommandCenter.Analytics.Tests.Ingest;

public sealed class SpoolFrameTests
{
    [Fact]
    public void Its_checksum_is_CRC_32C() =>
        SpoolFrame.Crc(0, Encoding.ASCII.GetBytes("123456789")).ShouldBe(0xE3069283u);

    [Fact]
    public void Whatever_single_bit_flips_the_other_frames_are_found()
    {
        byte[] file = [.. Frame("first"), .. Frame("second"), .. Frame("third")];
        for (var bit = 0; bit < file.Length * 8; bit++)
        {
            var damaged = file.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Texts(damaged).Count.ShouldBe(2, $"bit {bit}");
        }
    }

    [Fact]
    public void Wherever_a_file_is_cut_the_whole_frames_before_it_are_found()
    {
        byte[] file = [.. Frame("first"), .. Frame("second")];
        for (var length = 0; length < file.Length; length++)
            Texts(file[..length]).Count.ShouldBe(length < Frame("first").Length ? 0 : 1, $"length {length}");
    }

    private static byte[] Frame(string text)
    {
        var rows = Encoding.ASCII.GetBytes(text);
        return [.. SpoolFrame.Header(rows, 1), .. rows];
    }

    private static List<string> Texts(byte[] file)
    {
        var texts = new List<string>();
        for (var at = 0; SpoolFrame.Next(file, at) is { } frame; at = frame.End)
            texts.Add(Encoding.ASCII.GetString(file[frame.RowsStart..frame.End]));
        return texts;
    }
}

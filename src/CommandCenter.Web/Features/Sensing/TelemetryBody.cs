using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using CommandCenter.Analytics.Ingest;

namespace CommandCenter.Web.Features.Sensing;

/// <summary>The lines of a posted body, handed to the parser as they arrive; the body is never held whole.</summary>
internal static class TelemetryBody
{
    /// <summary>Of the body, packed or not.</summary>
    public const long MostBytes = 32 * 1024 * 1024;

    /// <exception cref="BadHttpRequestException">Too large, or packed in a way that cannot be read.</exception>
    public static async Task ReadAsync(HttpRequest request, TelemetryParser parser, TelemetryRules rules, CancellationToken cancel)
    {
        var packing = request.Headers.ContentEncoding.ToString();
        if (packing is not ("" or "gzip")) throw new BadHttpRequestException(packing, StatusCodes.Status415UnsupportedMediaType);
        var body = packing is "" ? request.BodyReader : PipeReader.Create(new GZipStream(request.Body, CompressionMode.Decompress));
        try
        {
            await ReadAsync(body, parser, rules.LineBytes, cancel);
        }
        catch (InvalidDataException damaged)
        {
            throw new BadHttpRequestException("gzip", damaged);
        }
    }

    private static async Task ReadAsync(PipeReader body, TelemetryParser parser, int lineBytes, CancellationToken cancel)
    {
        long total = 0;
        var skipping = false; // The rest of a line that was refused for its length.
        while (true)
        {
            var read = await body.ReadAsync(cancel);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                if (!skipping) Take(parser, rest.Slice(0, end));
                skipping = false;
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (!skipping && rest.Length > lineBytes)
            {
                parser.LineTooLong();
                skipping = true;
            }

            if (skipping) rest = rest.Slice(rest.End);
            if (read.IsCompleted && !rest.IsEmpty) Take(parser, rest);
            total += read.Buffer.Length - rest.Length;
            body.AdvanceTo(rest.Start, rest.End);
            if (total > MostBytes) throw new BadHttpRequestException("body", StatusCodes.Status413PayloadTooLarge);
            if (read.IsCompleted) return;
        }
    }

    private static void Take(TelemetryParser parser, ReadOnlySequence<byte> line) =>
        parser.Line(line.IsSingleSegment ? line.FirstSpan : line.ToArray());
}

using CommandCenter.Store.Records;

namespace CommandCenter.Web.Features.Sensing.Letters;

/// <summary>A reading that was put aside, as the interface shows it.</summary>
/// <param name="Kind">ahead refused</param>
/// <param name="State">open replaying replayed discarded</param>
/// <param name="Ts">As the device said, milliseconds since 1970, UTC.</param>
/// <param name="As">What it was replayed as; null before.</param>
internal sealed record LetterView(
    string Id, string Kind, string State, string Device, string Metric, long Ts, double Value, string Reason, string Region, string Token,
    DateTimeOffset ReceivedAt, LetterFix? As, string? ChangedBy, DateTimeOffset? ChangedAt)
{
    public static LetterView Of(DeadLetterRecord letter) => new(
        letter.Id, letter.Kind.ToString().ToLowerInvariant(), letter.State.ToString().ToLowerInvariant(), letter.Device, letter.Metric, letter.Ts, letter.Value,
        letter.Reason, letter.Region.ToString(), letter.Token, letter.ReceivedAt,
        letter.FixedTs is { } ts ? new(letter.FixedDevice!, letter.FixedMetric!, ts, letter.FixedValue!.Value) : null, letter.ChangedBy, letter.ChangedAt);
}

/// <summary>What a reading was replayed as.</summary>
internal sealed record LetterFix(string Device, string Metric, long Ts, double Value);

/// <summary>One page of letters, the newest first.</summary>
/// <param name="Next">What to ask for the page after this one; null on the last.</param>
internal sealed record LetterPage(IReadOnlyList<LetterView> Letters, int Total, string? Next);

/// <summary>The query string of a list of letters.</summary>
internal sealed record LetterFilter(string? Kind = null, string? State = null, string? Device = null, string? After = null, int? Limit = null);

/// <summary>Which letters, and how they are put right: <see cref="Shift"/> for all, the others for a single one.</summary>
/// <param name="Shift">Milliseconds that are added to every time; negative for a clock that runs ahead.</param>
internal sealed record ReplayWish(
    IReadOnlyList<string>? Ids = null, long? Shift = null, string? Device = null, string? Metric = null, long? Ts = null, double? Value = null);

/// <summary>A letter that was not replayed.</summary>
internal sealed record LetterFault(string Id, string Code, string Message);

/// <param name="Taken">Readings that count from now on.</param>
/// <param name="Duplicates">Readings that were there already: they count once.</param>
internal sealed record ReplayAnswer(int Taken, int Duplicates, IReadOnlyList<LetterFault> Refused);

/// <param name="Discarded">Letters that were open and are discarded now.</param>
internal sealed record DiscardAnswer(int Discarded);

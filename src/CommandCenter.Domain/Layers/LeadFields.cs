namespace CommandCenter.Domain.Layers;

/// <summary>The attributes of a layer that maps need at every zoom; each the name of an attribute, or null where a layer has none.</summary>
/// <param name="Class">Tells objects apart by symbol or colour: 学校, 医院.</param>
/// <param name="Severity">How much an object warns: 0–4, or 蓝 黄 橙 红 (<see cref="Status.WarningColor"/>).</param>
/// <param name="Label">What is written beside an object.</param>
/// <param name="Time">When an object is or was: an ISO 8601 instant or date (Beijing time where none is said), or Unix milliseconds.</param>
/// <param name="Height">Of a building above ground, in metres.</param>
public sealed record LeadFields(string? Class = null, string? Severity = null, string? Label = null, string? Time = null, string? Height = null)
{
    /// <summary>True when an attribute is one of these: its value then stands on maps, for everybody who sees the layer.</summary>
    public bool Names(string field) => field == Class || field == Severity || field == Label || field == Time || field == Height;
}

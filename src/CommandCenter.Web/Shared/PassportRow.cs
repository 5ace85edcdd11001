namespace CommandCenter.Web.Shared;

/// <summary>One line of a <see cref="Passport"/>.</summary>
/// <param name="Tag">B 级, in a box after the text.</param>
public sealed record PassportRow(string Label, string Text, string? Tag = null);

namespace CommandCenter.Domain.Sensing;

/// <summary>A line of a posted batch that was not taken.</summary>
/// <param name="Line">Its number in the body, from 1.</param>
/// <param name="Code">Stable; programs may compare it.</param>
/// <param name="Message">A Chinese sentence for people.</param>
public sealed record Rejection(int Line, string Code, string Message);

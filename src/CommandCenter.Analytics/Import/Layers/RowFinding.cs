namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Something to say about one row of a file.</summary>
/// <param name="Number">Of the row, from 1 in the order of the file.</param>
/// <param name="Place">Where a person finds it: 第 7 行, 第 3 个要素.</param>
/// <param name="Code">Stable: see <see cref="LayerFault"/>.</param>
/// <param name="Reason">A Chinese sentence.</param>
/// <param name="IsRefused">The row is not taken; otherwise it is, with a change that the person should know of.</param>
public sealed record RowFinding(long Number, string Place, string Code, string Reason, bool IsRefused);

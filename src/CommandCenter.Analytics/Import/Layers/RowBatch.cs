using CommandCenter.Analytics.Layers;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>What became of some consecutive rows.</summary>
/// <param name="Rows">Those that are taken.</param>
/// <param name="Findings">In the order of the file.</param>
internal sealed record RowBatch(List<FeatureRow> Rows, List<RowFinding> Findings);

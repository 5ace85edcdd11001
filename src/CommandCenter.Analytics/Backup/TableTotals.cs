namespace CommandCenter.Analytics.Backup;

/// <summary>What a table of facts holds, in numbers that no merge changes.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Rows">Rows; of a table that adds up by key, its distinct keys.</param>
/// <param name="Sum">Sum of a hash of the numbers and instants of each row, or of the counts that were added up; wraps at 2⁶⁴.</param>
public sealed record TableTotals(string Table, ulong Rows, ulong Sum);

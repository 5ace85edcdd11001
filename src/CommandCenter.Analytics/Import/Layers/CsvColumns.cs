namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Where a table says what lies where: two columns of coordinates, or a column of region codes, or both (the code then
/// serves the rows whose coordinates are empty).</summary>
/// <param name="First">Column of the first number of the pair; which axis it is, says the reading's order of axes.</param>
/// <param name="Second">Column of the second number.</param>
/// <param name="RegionCode">Column of codes of 2, 4, 6, 9 or 12 digits.</param>
public sealed record CsvColumns(string? First = null, string? Second = null, string? RegionCode = null);

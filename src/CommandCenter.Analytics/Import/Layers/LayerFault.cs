namespace CommandCenter.Analytics.Import.Layers;

/// <summary>What is wrong with a row or a file. Codes are stable, for programs; reasons are Chinese sentences.</summary>
/// <param name="Code">One of the constants of this record, or of <see cref="Spatial.Coordinates.CoordinateFault"/>.</param>
/// <param name="Reason">For the person who brought the file.</param>
public sealed record LayerFault(string Code, string Reason)
{
    // Of a file.
    public const string FormatUnknown = "format_unknown";
    public const string WorkbookGiven = "workbook_given";
    public const string DrawingGiven = "drawing_given";
    public const string FileEmpty = "file_empty";
    public const string FileChanged = "file_changed";
    public const string FileTruncated = "file_truncated";
    public const string EncodingInvalid = "encoding_invalid";
    public const string JsonMalformed = "json_malformed";
    public const string NotFeatureCollection = "not_feature_collection";
    public const string FeatureTooLarge = "feature_too_large";
    public const string CsvMalformed = "csv_malformed";
    public const string ColumnMissing = "column_missing";
    public const string SubLayerUnknown = "sub_layer_unknown";
    public const string ZipUnreadable = "zip_unreadable";
    public const string ZipEntryName = "zip_entry_name";
    public const string ZipEntryKind = "zip_entry_kind";
    public const string ZipNested = "zip_nested";
    public const string ZipTooManyEntries = "zip_too_many_entries";
    public const string ZipTooLarge = "zip_too_large";
    public const string ZipBomb = "zip_bomb";
    public const string XmlRefused = "xml_refused";
    public const string KmlNetworkLink = "kml_network_link";
    public const string GdalMissing = "gdal_missing";
    public const string GdalFailed = "gdal_failed";
    public const string GdalLimit = "gdal_limit";

    // Of a row.
    public const string TooDeep = "too_deep";
    public const string NotFeature = "not_feature";
    public const string GeometryMissing = "geometry_missing";
    public const string GeometryUnsupported = "geometry_unsupported";
    public const string CoordinateNotNumber = "coordinate_not_number";
    public const string CoordinatesMixed = "coordinates_mixed";
    public const string TooManyVertices = "too_many_vertices";
    public const string OtherKind = "other_kind";
    public const string LineTooShort = "line_too_short";
    public const string RingTooShort = "ring_too_short";
    public const string RingOpen = "ring_open";
    public const string SelfCrossing = "polygon_self_crossing";
    public const string ColumnCount = "column_count";
    public const string OutsideScope = "outside_scope";
    public const string RegionUnknown = "region_unknown";
    public const string TooManyAttributes = "too_many_attributes";
    public const string LoneSurrogate = "lone_surrogate";

    // Notes: the row is taken.
    public const string RingClosed = "ring_closed";
    public const string Repaired = "polygon_repaired";
    public const string TextCut = "text_cut";
    public const string PlacedAtRegion = "placed_at_region";
    public const string OutsideRegions = "outside_regions";
    public const string SeverityUnreadable = "severity_unreadable";
    public const string TimeUnreadable = "time_unreadable";
    public const string HeightUnreadable = "height_unreadable";

    internal ImportException In(string file, string place = "") => new(file, place, Reason, Code);
}

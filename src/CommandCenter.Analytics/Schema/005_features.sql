-- The objects of layers, append-only: an import is a version, and a version never changes. In the order of the map and not of the
-- regions: spot interleaves the bits of x and y (web mercator, 2^32 to a side), so that a tile of any zoom is one stretch of a version.
CREATE TABLE IF NOT EXISTS features
(
    layer      LowCardinality(String),
    version    UInt32,
    spot       UInt64,
    id         UInt64,
    region     UInt64,
    west       Float64,
    south      Float64,
    east       Float64,
    north      Float64,
    geometry   String CODEC(ZSTD),
    class      LowCardinality(String),
    severity   UInt8,
    label      String,
    at         Int64,
    height     Float64,
    properties String CODEC(ZSTD)
)
ENGINE = MergeTree
PARTITION BY (layer, version)
ORDER BY (layer, version, spot, id)
SETTINGS non_replicated_deduplication_window = 1000;

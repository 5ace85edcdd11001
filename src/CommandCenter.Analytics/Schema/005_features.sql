-- Objects of the layers, version by version. Other tables are ordered by region first; here tile order wins: a map asks for squares,
-- hundreds for one view, and spot, the two coordinates interleaved bit by bit, makes every tile of every zoom one range of rows. The
-- caller's regions are a condition inside that range. Web mercator coordinates: 0 … 2^32 from the north-west corner of the world.
CREATE TABLE IF NOT EXISTS features
(
    layer      LowCardinality(String),
    version    UInt32,
    spot       UInt64 CODEC(Delta, LZ4), -- mortonEncode(x, y)
    id         UInt64,
    region     UInt64,                   -- number of the code; 0: in none
    x          UInt32,                   -- of the point, or of a point inside
    y          UInt32,
    lon        Float64,                  -- the same in degrees, as it was given
    lat        Float64,
    west       UInt32,                   -- x and y of the edges of what is no plain point; 0 for a plain point
    north      UInt32,
    east       UInt32,
    south      UInt32,
    geometry   String CODEC(ZSTD),       -- WKB in degrees; empty for a plain point
    class      LowCardinality(String),
    severity   UInt8,
    label      String,
    at         Nullable(DateTime64(3, 'UTC')),
    height     Float32,
    properties String CODEC(ZSTD),
    INDEX by_extent (west, east, north, south) TYPE minmax GRANULARITY 1,
    INDEX by_id id TYPE bloom_filter GRANULARITY 4
)
ENGINE = MergeTree
PARTITION BY (layer, version)
ORDER BY (layer, version, spot, id)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

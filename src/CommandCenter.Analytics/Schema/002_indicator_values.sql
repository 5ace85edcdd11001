-- Published figures, append-only: every import is a batch, a newer batch overrides the same figure of an older one when read.
CREATE TABLE IF NOT EXISTS indicator_values
(
    region       UInt64,
    indicator    LowCardinality(String),
    nature       LowCardinality(String),
    bound        LowCardinality(String),
    period       String,
    text         String,
    unit         LowCardinality(String),
    source_title String,
    publisher    LowCardinality(String),
    grade        LowCardinality(String),
    batch        UInt32,
    file         LowCardinality(String),
    file_hash    String,
    imported_at  DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (region, indicator, period, batch)
SETTINGS non_replicated_deduplication_window = 1000;

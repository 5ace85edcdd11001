-- What a start has to know, kept as readings come in, so that it reads one row of each series and not days of readings:
-- the newest time and value of every device and metric, whatever the clock says, ...
CREATE TABLE IF NOT EXISTS latest
(
    device String,
    metric LowCardinality(String),
    newest SimpleAggregateFunction(max, Tuple(DateTime64(3, 'UTC'), Float64))
)
ENGINE = AggregatingMergeTree
ORDER BY (device, metric)
SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

-- ... and the ids that senders gave their readings, newest last.
CREATE TABLE IF NOT EXISTS reading_ids
(
    device String,
    ts     DateTime64(3, 'UTC') CODEC(DoubleDelta, LZ4),
    id     String
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(ts)
ORDER BY ts
TTL toDateTime(ts) + INTERVAL 40 DAY
SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS readings_to_latest TO latest AS
SELECT
    device,
    metric,
    max((ts, value)) AS newest
FROM readings
GROUP BY device, metric;

CREATE MATERIALIZED VIEW IF NOT EXISTS readings_to_ids TO reading_ids AS
SELECT
    device,
    ts,
    id
FROM readings
WHERE id != '';

INSERT INTO latest
SELECT
    device,
    metric,
    max((ts, value))
FROM readings
GROUP BY device, metric;

INSERT INTO reading_ids
SELECT
    device,
    ts,
    id
FROM readings
WHERE id != '' AND ts > now() - INTERVAL 8 DAY;

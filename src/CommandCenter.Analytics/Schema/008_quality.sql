-- Quality of a reading (docs/sensing.md): 0 good, 1 too large a step, 2 unchanged for too long. It lies above the colour in the byte that
-- every spool, node and insert hands on, so that those of the version before read and write the same rows: severity is colour + 16 * quality,
-- and a doubtful reading has no colour.
ALTER TABLE readings ADD COLUMN IF NOT EXISTS quality UInt8 ALIAS bitShiftRight(severity, 4);

-- The doubtful ones of each device and hour: few, and counted from like any rollup.
CREATE TABLE IF NOT EXISTS doubtful_1h
(
    type    LowCardinality(String),
    metric  LowCardinality(String),
    bucket  DateTime('UTC') CODEC(Delta, LZ4),
    region  UInt64,
    device  String,
    quality UInt8,
    count   SimpleAggregateFunction(sum, UInt64),
    alarms  SimpleAggregateFunction(sum, UInt64),
    total   SimpleAggregateFunction(sum, Float64),
    least   SimpleAggregateFunction(min, Float64),
    most    SimpleAggregateFunction(max, Float64)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(bucket)
ORDER BY (bucket, type, metric, region, device, quality)
SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS readings_to_doubtful_1h TO doubtful_1h AS
SELECT
    type,
    metric,
    toStartOfHour(ts) AS bucket,
    region,
    device,
    bitShiftRight(severity, 4) AS quality,
    count() AS count,
    countIf(severity BETWEEN 1 AND 15) AS alarms,
    sum(value) AS total,
    min(value) AS least,
    max(value) AS most
FROM readings
WHERE severity >= 16
GROUP BY type, metric, bucket, region, device, quality;

-- A doubtful reading is counted with the others, and is no alarm.
ALTER TABLE readings_to_region_1m MODIFY QUERY
SELECT
    type,
    metric,
    toStartOfMinute(ts) AS bucket,
    region,
    count() AS count,
    countIf(severity BETWEEN 1 AND 15) AS alarms,
    sum(value) AS total,
    min(value) AS least,
    max(value) AS most
FROM readings
GROUP BY type, metric, bucket, region;

ALTER TABLE readings_to_region_1h MODIFY QUERY
SELECT
    type,
    metric,
    toStartOfHour(ts) AS bucket,
    region,
    count() AS count,
    countIf(severity BETWEEN 1 AND 15) AS alarms,
    sum(value) AS total,
    min(value) AS least,
    max(value) AS most
FROM readings
GROUP BY type, metric, bucket, region;

ALTER TABLE readings_to_region_1d MODIFY QUERY
SELECT
    type,
    metric,
    toStartOfDay(ts, 'Asia/Shanghai') AS bucket,
    region,
    count() AS count,
    countIf(severity BETWEEN 1 AND 15) AS alarms,
    sum(value) AS total,
    min(value) AS least,
    max(value) AS most
FROM readings
GROUP BY type, metric, bucket, region;

ALTER TABLE readings_to_device_1h MODIFY QUERY
SELECT
    device,
    metric,
    toStartOfHour(ts) AS bucket,
    region,
    type,
    count() AS count,
    countIf(severity BETWEEN 1 AND 15) AS alarms,
    sum(value) AS total,
    min(value) AS least,
    max(value) AS most
FROM readings
GROUP BY device, metric, bucket, region, type;

ALTER TABLE readings_to_device_1d MODIFY QUERY
SELECT
    device,
    metric,
    toStartOfDay(ts, 'Asia/Shanghai') AS bucket,
    region,
    type,
    count() AS count,
    countIf(severity BETWEEN 1 AND 15) AS alarms,
    sum(value) AS total,
    min(value) AS least,
    max(value) AS most
FROM readings
GROUP BY device, metric, bucket, region, type;

-- What a start holds the next reading against: the newest that was good.
ALTER TABLE latest ADD COLUMN IF NOT EXISTS good SimpleAggregateFunction(max, Tuple(DateTime64(3, 'UTC'), Float64));

ALTER TABLE readings_to_latest MODIFY QUERY
SELECT
    device,
    metric,
    max((ts, value)) AS newest,
    maxIf((ts, value), severity < 16) AS good
FROM readings
GROUP BY device, metric;

INSERT INTO latest (device, metric, newest, good)
SELECT
    device,
    metric,
    max(newest),
    max(newest)
FROM latest
GROUP BY device, metric
HAVING max(good).1 = toDateTime64(0, 3, 'UTC'); -- another node that was here first knows better

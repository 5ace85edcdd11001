-- Readings as they were acknowledged, each once, and what is counted from them. A batch is inserted under a token, so that
-- a repeated insert changes neither the rows nor the views that hang on them.
CREATE TABLE IF NOT EXISTS readings
(
    region     UInt64,
    department LowCardinality(String),
    type       LowCardinality(String),
    metric     LowCardinality(String),
    device     String,
    ts         DateTime64(3, 'UTC') CODEC(DoubleDelta, LZ4),
    value      Float64,
    severity   UInt8,
    id         String,
    INDEX by_device device TYPE bloom_filter GRANULARITY 4
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(ts)
ORDER BY (region, metric, device, ts)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS readings_1m
(
    region UInt64,
    type   LowCardinality(String),
    metric LowCardinality(String),
    bucket DateTime('UTC'),
    count  SimpleAggregateFunction(sum, UInt64),
    alarms SimpleAggregateFunction(sum, UInt64),
    total  SimpleAggregateFunction(sum, Float64),
    least  SimpleAggregateFunction(min, Float64),
    most   SimpleAggregateFunction(max, Float64)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(bucket)
ORDER BY (region, metric, type, bucket)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS readings_1h AS readings_1m
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(bucket)
ORDER BY (region, metric, type, bucket)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS readings_to_1m TO readings_1m AS
SELECT
    region,
    type,
    metric,
    toStartOfMinute(ts) AS bucket,
    count() AS count,
    countIf(severity > 0) AS alarms,
    sum(value) AS total,
    min(value) AS least,
    max(value) AS most
FROM readings
GROUP BY region, type, metric, bucket;

CREATE MATERIALIZED VIEW IF NOT EXISTS readings_to_1h TO readings_1h AS
SELECT
    region,
    type,
    metric,
    toStartOfHour(ts) AS bucket,
    count() AS count,
    countIf(severity > 0) AS alarms,
    sum(value) AS total,
    min(value) AS least,
    max(value) AS most
FROM readings
GROUP BY region, type, metric, bucket;

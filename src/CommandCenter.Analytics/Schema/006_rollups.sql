-- What is counted from readings as they come: of every region, type and metric the minute, the hour and the day, of every device and metric
-- the hour and the day (its minutes are asked of the readings: they would be as many). A day is Beijing's. Views only add and readings
-- come once, so one that is days late corrects them all. They take the place of readings_1m and readings_1h, which had the bucket last: a
-- city's question about one hour read a granule of every town, metric and type. Here the region is last, against the habit of other
-- tables: a type's hour is one range of rows, short enough to read whole for a single town.
CREATE TABLE IF NOT EXISTS region_1m
(
    type   LowCardinality(String),
    metric LowCardinality(String),
    bucket DateTime('UTC') CODEC(Delta, LZ4),
    region UInt64,
    count  SimpleAggregateFunction(sum, UInt64),
    alarms SimpleAggregateFunction(sum, UInt64),
    total  SimpleAggregateFunction(sum, Float64),
    least  SimpleAggregateFunction(min, Float64),
    most   SimpleAggregateFunction(max, Float64)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(bucket)
ORDER BY (type, metric, bucket, region)
SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS region_1h AS region_1m
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(bucket)
ORDER BY (type, metric, bucket, region)
SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS region_1d AS region_1m
ENGINE = AggregatingMergeTree
PARTITION BY toYear(bucket)
ORDER BY (type, metric, bucket, region)
SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

-- The region stands in it for the caller's scope: a device that moved has some hours here and some there.
CREATE TABLE IF NOT EXISTS device_1h
(
    device String,
    metric LowCardinality(String),
    bucket DateTime('UTC') CODEC(Delta, LZ4),
    region UInt64,
    type   LowCardinality(String),
    count  SimpleAggregateFunction(sum, UInt64),
    alarms SimpleAggregateFunction(sum, UInt64),
    total  SimpleAggregateFunction(sum, Float64),
    least  SimpleAggregateFunction(min, Float64),
    most   SimpleAggregateFunction(max, Float64)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(bucket)
ORDER BY (device, metric, bucket, region, type)
SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS device_1d AS device_1h
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(bucket)
ORDER BY (device, metric, bucket, region, type)
SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

-- A start that was cut short begins again here: what it had brought over goes first. Groups go to disk, however many readings there are.
TRUNCATE TABLE region_1m;

TRUNCATE TABLE region_1h;

TRUNCATE TABLE region_1d;

TRUNCATE TABLE device_1h;

TRUNCATE TABLE device_1d;

INSERT INTO region_1m
SELECT
    type,
    metric,
    bucket,
    region,
    count,
    alarms,
    total,
    least,
    most
FROM readings_1m;

INSERT INTO region_1h
SELECT
    type,
    metric,
    bucket,
    region,
    count,
    alarms,
    total,
    least,
    most
FROM readings_1h;

INSERT INTO region_1d
SELECT
    type,
    metric,
    toStartOfDay(bucket, 'Asia/Shanghai') AS day,
    region,
    sum(count),
    sum(alarms),
    sum(total),
    min(least),
    max(most)
FROM readings_1h
GROUP BY region, type, metric, day;

INSERT INTO device_1h
SELECT
    device,
    metric,
    toStartOfHour(ts) AS hour,
    region,
    type,
    count(),
    countIf(severity > 0),
    sum(value),
    min(value),
    max(value)
FROM readings
GROUP BY region, metric, device, hour, type
SETTINGS max_threads = 1, max_bytes_before_external_group_by = 200000000;

INSERT INTO device_1d
SELECT
    device,
    metric,
    toStartOfDay(bucket, 'Asia/Shanghai') AS day,
    region,
    type,
    sum(count),
    sum(alarms),
    sum(total),
    min(least),
    max(most)
FROM device_1h
GROUP BY device, metric, day, region, type
SETTINGS max_threads = 1, max_bytes_before_external_group_by = 200000000;

CREATE MATERIALIZED VIEW IF NOT EXISTS readings_to_region_1m TO region_1m AS
SELECT
    type,
    metric,
    toStartOfMinute(ts) AS bucket,
    region,
    count() AS count,
    countIf(severity > 0) AS alarms,
    sum(value) AS total,
    min(value) AS least,
    max(value) AS most
FROM readings
GROUP BY type, metric, bucket, region;

CREATE MATERIALIZED VIEW IF NOT EXISTS readings_to_region_1h TO region_1h AS
SELECT
    type,
    metric,
    toStartOfHour(ts) AS bucket,
    region,
    count() AS count,
    countIf(severity > 0) AS alarms,
    sum(value) AS total,
    min(value) AS least,
    max(value) AS most
FROM readings
GROUP BY type, metric, bucket, region;

CREATE MATERIALIZED VIEW IF NOT EXISTS readings_to_region_1d TO region_1d AS
SELECT
    type,
    metric,
    toStartOfDay(ts, 'Asia/Shanghai') AS bucket,
    region,
    count() AS count,
    countIf(severity > 0) AS alarms,
    sum(value) AS total,
    min(value) AS least,
    max(value) AS most
FROM readings
GROUP BY type, metric, bucket, region;

CREATE MATERIALIZED VIEW IF NOT EXISTS readings_to_device_1h TO device_1h AS
SELECT
    device,
    metric,
    toStartOfHour(ts) AS bucket,
    region,
    type,
    count() AS count,
    countIf(severity > 0) AS alarms,
    sum(value) AS total,
    min(value) AS least,
    max(value) AS most
FROM readings
GROUP BY device, metric, bucket, region, type;

CREATE MATERIALIZED VIEW IF NOT EXISTS readings_to_device_1d TO device_1d AS
SELECT
    device,
    metric,
    toStartOfDay(ts, 'Asia/Shanghai') AS bucket,
    region,
    type,
    count() AS count,
    countIf(severity > 0) AS alarms,
    sum(value) AS total,
    min(value) AS least,
    max(value) AS most
FROM readings
GROUP BY device, metric, bucket, region, type;

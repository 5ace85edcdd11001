-- Alarm rules, alarms and every step of each. condition is JSON. Of one device and rule at most one alarm is open.

CREATE TABLE alarm_rules (
    id               TEXT    NOT NULL PRIMARY KEY,
    name             TEXT    NOT NULL,
    region           INTEGER NOT NULL,
    type             TEXT,
    department       TEXT,
    condition        TEXT    NOT NULL,
    for_seconds      INTEGER NOT NULL,
    rest_seconds     INTEGER NOT NULL,
    escalate_minutes INTEGER NOT NULL,
    is_on            INTEGER NOT NULL,
    advice           TEXT    NOT NULL,
    changed_by       TEXT    NOT NULL,
    changed_at       TEXT    NOT NULL,
    row_version      INTEGER NOT NULL
);

CREATE TABLE alarms (
    id              TEXT    NOT NULL PRIMARY KEY,
    rule            TEXT    NOT NULL,
    rule_name       TEXT    NOT NULL,
    device          TEXT    NOT NULL,
    device_name     TEXT    NOT NULL,
    type            TEXT    NOT NULL,
    department      TEXT    NOT NULL,
    region          INTEGER NOT NULL,
    lon             REAL    NOT NULL,
    lat             REAL    NOT NULL,
    is_illustrative INTEGER NOT NULL,
    metric          TEXT,
    value           REAL,
    color           TEXT    NOT NULL CHECK (color IN ('None', 'Blue', 'Yellow', 'Orange', 'Red')),
    worst           TEXT    NOT NULL CHECK (worst IN ('Blue', 'Yellow', 'Orange', 'Red')),
    raised_at       TEXT    NOT NULL,
    changed_at      TEXT    NOT NULL,
    over_at         TEXT,
    times           INTEGER NOT NULL,
    due_at          TEXT,
    escalations     INTEGER NOT NULL,
    acknowledged_at TEXT,
    acknowledged_by TEXT,
    assignee        TEXT,
    assignee_name   TEXT,
    shelved_until   TEXT,
    closed_at       TEXT,
    closed_by       TEXT,
    cause           TEXT CHECK (cause IN ('Handled', 'Recovered', 'FalseAlarm', 'DeviceFault', 'Maintenance', 'RuleChanged', 'Other')),
    row_version     INTEGER NOT NULL
);

CREATE UNIQUE INDEX alarms_one_open ON alarms (device, rule) WHERE closed_at IS NULL;
CREATE INDEX alarms_by_region ON alarms (region, raised_at);
CREATE INDEX alarms_by_device ON alarms (device, raised_at);
CREATE INDEX alarms_open ON alarms (raised_at) WHERE closed_at IS NULL;

CREATE TABLE alarm_steps (
    id         TEXT NOT NULL PRIMARY KEY,
    alarm      TEXT NOT NULL REFERENCES alarms (id),
    at         TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('Raised', 'Changed', 'Over', 'Again', 'Acknowledged', 'Assigned', 'Shelved', 'Unshelved', 'Escalated', 'Noted', 'Closed')),
    actor      TEXT,
    actor_name TEXT,
    color      TEXT,
    value      REAL,
    text       TEXT NOT NULL
);

CREATE INDEX alarm_steps_by_alarm ON alarm_steps (alarm, id);

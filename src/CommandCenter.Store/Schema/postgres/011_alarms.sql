-- Alarm rules, alarms and every step of each. condition is JSON. Of one device and rule at most one alarm is open.

CREATE TABLE alarm_rules (
    id               text    NOT NULL PRIMARY KEY,
    name             text    NOT NULL,
    region           bigint  NOT NULL,
    type             text,
    department       text,
    condition        text    NOT NULL,
    for_seconds      integer NOT NULL,
    rest_seconds     integer NOT NULL,
    escalate_minutes integer NOT NULL,
    is_on            boolean NOT NULL,
    advice           text    NOT NULL,
    changed_by       text    NOT NULL,
    changed_at       timestamptz    NOT NULL,
    row_version      integer NOT NULL
);

CREATE TABLE alarms (
    id              text    NOT NULL PRIMARY KEY,
    rule            text    NOT NULL,
    rule_name       text    NOT NULL,
    device          text    NOT NULL,
    device_name     text    NOT NULL,
    type            text    NOT NULL,
    department      text    NOT NULL,
    region          bigint  NOT NULL,
    lon             double precision    NOT NULL,
    lat             double precision    NOT NULL,
    is_illustrative boolean NOT NULL,
    metric          text,
    value           double precision,
    color           text    NOT NULL CHECK (color IN ('None', 'Blue', 'Yellow', 'Orange', 'Red')),
    worst           text    NOT NULL CHECK (worst IN ('Blue', 'Yellow', 'Orange', 'Red')),
    raised_at       timestamptz    NOT NULL,
    changed_at      timestamptz    NOT NULL,
    over_at         timestamptz,
    times           integer NOT NULL,
    due_at          timestamptz,
    escalations     integer NOT NULL,
    acknowledged_at timestamptz,
    acknowledged_by text,
    assignee        text,
    assignee_name   text,
    shelved_until   timestamptz,
    closed_at       timestamptz,
    closed_by       text,
    cause           text CHECK (cause IN ('Handled', 'Recovered', 'FalseAlarm', 'DeviceFault', 'Maintenance', 'RuleChanged', 'Other')),
    row_version     integer NOT NULL
);

CREATE UNIQUE INDEX alarms_one_open ON alarms (device, rule) WHERE closed_at IS NULL;
CREATE INDEX alarms_by_region ON alarms (region, raised_at);
CREATE INDEX alarms_by_device ON alarms (device, raised_at);
CREATE INDEX alarms_open ON alarms (raised_at) WHERE closed_at IS NULL;

CREATE TABLE alarm_steps (
    id         text NOT NULL PRIMARY KEY,
    alarm      text NOT NULL REFERENCES alarms (id),
    at         timestamptz NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('Raised', 'Changed', 'Over', 'Again', 'Acknowledged', 'Assigned', 'Shelved', 'Unshelved', 'Escalated', 'Noted', 'Closed')),
    actor      text,
    actor_name text,
    color      text,
    value      double precision,
    text       text NOT NULL
);

CREATE INDEX alarm_steps_by_alarm ON alarm_steps (alarm, id);

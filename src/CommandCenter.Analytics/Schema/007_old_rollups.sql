-- In a file of its own: once what they held was brought over, and only then.
DROP VIEW IF EXISTS readings_to_1m;

DROP VIEW IF EXISTS readings_to_1h;

DROP TABLE IF EXISTS readings_1m;

DROP TABLE IF EXISTS readings_1h;

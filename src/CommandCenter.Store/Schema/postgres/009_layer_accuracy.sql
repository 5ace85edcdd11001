-- Metres that the coordinates of an import may be off, as whoever brought it says.

ALTER TABLE layer_versions ADD COLUMN accuracy double precision;

-- The spool lets go of readings once they are inserted: from then on they must outlive a power cut here.
ALTER TABLE readings MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
ALTER TABLE readings_1m MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
ALTER TABLE readings_1h MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;

-- The first tables were made without these indexes, and later ones with them.
CREATE INDEX IF NOT EXISTS computers_by_title ON computers (lower(title COLLATE "C"));
CREATE INDEX IF NOT EXISTS computers_by_hostname ON computers (lower(hostname COLLATE "C"));
ANALYZE computers;

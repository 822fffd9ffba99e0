-- The key database: wrapped keys, nothing else. It is kept apart from the cases and their backups.
CREATE TABLE IF NOT EXISTS case_keys (
    case_id BLOB PRIMARY KEY NOT NULL,
    wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS service_keys (
    name TEXT PRIMARY KEY NOT NULL,
    wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;

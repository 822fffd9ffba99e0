-- Uploads and files. Names, media types and receipts are sealed; what is plain is ids and sizes.

-- An upload that is not complete. Its bytes are a sealed draft beside the database.
CREATE TABLE uploads (
    case_id BLOB NOT NULL REFERENCES cases (id),
    file BLOB NOT NULL,
    person BLOB NOT NULL,
    -- A keyed hash of the announcement: repeating it is safe, another one is a conflict.
    body BLOB NOT NULL,
    size INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (case_id, file)
) STRICT, WITHOUT ROWID;
CREATE INDEX uploads_by_person ON uploads (person);

-- A file of a case. Two files with the same bytes have the same object.
CREATE TABLE files (
    case_id BLOB NOT NULL REFERENCES cases (id),
    file BLOB NOT NULL,
    person BLOB NOT NULL,
    object BLOB NOT NULL,
    size INTEGER NOT NULL,
    -- The receipt.
    sealed BLOB NOT NULL,
    PRIMARY KEY (case_id, file)
) STRICT, WITHOUT ROWID;
CREATE INDEX files_by_object ON files (case_id, object, size);

-- Who read an exhibit of another side.
CREATE TABLE accesses (
    case_id BLOB NOT NULL REFERENCES cases (id),
    exhibit INTEGER NOT NULL,
    number INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (case_id, exhibit, number)
) STRICT, WITHOUT ROWID;

-- Cases in which the registry has something to do by itself, and when: an exchange ends.
CREATE TABLE due (
    case_id BLOB PRIMARY KEY NOT NULL REFERENCES cases (id),
    at INTEGER NOT NULL,
    exchange INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX due_by_time ON due (at);

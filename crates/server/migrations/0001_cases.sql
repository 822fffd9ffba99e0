-- Courts, cases, entries. What is sealed is opaque here; what is not sealed is numbers and hashes.

CREATE TABLE courts (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    code TEXT NOT NULL UNIQUE
) STRICT;

-- The next serial number of each court, type and year (法〔2015〕137号).
CREATE TABLE registers (
    court INTEGER NOT NULL REFERENCES courts (id),
    type_code TEXT NOT NULL,
    year INTEGER NOT NULL,
    next INTEGER NOT NULL,
    PRIMARY KEY (court, type_code, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE cases (
    id BLOB PRIMARY KEY NOT NULL,
    court INTEGER NOT NULL REFERENCES courts (id),
    case_log BLOB NOT NULL UNIQUE,
    suite INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE entries (
    case_id BLOB NOT NULL REFERENCES cases (id),
    seq INTEGER NOT NULL CHECK (seq > 0),
    leaf BLOB NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (case_id, seq)
) STRICT, WITHOUT ROWID;

-- What is remembered of a command, so that repeating it gives the first answer.
CREATE TABLE commands (
    case_id BLOB NOT NULL REFERENCES cases (id),
    person BLOB NOT NULL,
    id BLOB NOT NULL,
    body BLOB NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (case_id, person, id)
) STRICT, WITHOUT ROWID;

-- Folded states, by seat; seat 0 stands for the whole case.
CREATE TABLE snapshots (
    case_id BLOB NOT NULL REFERENCES cases (id),
    seat INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (case_id, seat)
) STRICT, WITHOUT ROWID;

-- Who sits where: an index into the cases, written with the entries it comes from.
CREATE TABLE members (
    case_id BLOB NOT NULL REFERENCES cases (id),
    seat INTEGER NOT NULL,
    person BLOB NOT NULL,
    ended INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (case_id, seat)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_person ON members (person, case_id, seat) WHERE ended = 0;
-- One seat at a time for each person in a case.
CREATE UNIQUE INDEX members_present ON members (case_id, person) WHERE ended = 0;

-- What a person keeps beside a case: position, marks, draft. No part of the case.
CREATE TABLE desks (
    case_id BLOB NOT NULL REFERENCES cases (id),
    seat INTEGER NOT NULL,
    read INTEGER NOT NULL DEFAULT 0,
    pinned INTEGER NOT NULL DEFAULT 0,
    muted INTEGER NOT NULL DEFAULT 0,
    draft BLOB,
    PRIMARY KEY (case_id, seat)
) STRICT, WITHOUT ROWID;

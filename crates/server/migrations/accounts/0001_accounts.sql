-- People, their posts, their sessions. A database of its own: who a person is and what a case says
-- are backed up, restored and destroyed apart.
CREATE TABLE people (
    person BLOB PRIMARY KEY,
    -- HMAC-SHA-256 of the number under a key of the key database: found without being readable.
    phone_index BLOB NOT NULL UNIQUE,
    phone_sealed BLOB NOT NULL,
    name_sealed BLOB NOT NULL,
    -- Argon2id, PHC string.
    password TEXT NOT NULL,
    -- 'own', 'first' (never used) or 'spent' (used once, must be changed in the session it opened).
    password_state TEXT NOT NULL CHECK (password_state IN ('own', 'first', 'spent')),
    first_expires INTEGER NOT NULL,
    created INTEGER NOT NULL
) STRICT;

CREATE TABLE staff (
    person BLOB NOT NULL REFERENCES people (person),
    court INTEGER NOT NULL,
    court_name TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (person, court, role)
) STRICT;

CREATE TABLE sessions (
    -- SHA-256 of the cookie.
    token BLOB PRIMARY KEY,
    device BLOB NOT NULL UNIQUE,
    person BLOB NOT NULL REFERENCES people (person),
    label TEXT NOT NULL,
    signed_in INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    -- 1: opened with a first password; may do nothing but change it.
    must_change INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_of_person ON sessions (person);

-- Devices that signed in before: strangers' failures do not slow them down.
CREATE TABLE known_devices (
    token BLOB NOT NULL,
    person BLOB NOT NULL REFERENCES people (person),
    used INTEGER NOT NULL,
    PRIMARY KEY (token, person)
) STRICT;
CREATE INDEX known_devices_of_person ON known_devices (person);

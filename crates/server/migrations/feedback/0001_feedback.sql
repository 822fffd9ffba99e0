-- What people say about the app and the court's service. A database of its own: it is no part of a
-- case, and it outlives one.
CREATE TABLE feedback (
    id BLOB PRIMARY KEY,
    person BLOB NOT NULL,
    -- The court it belongs to; none: the deployment.
    court INTEGER,
    case_id BLOB,
    at INTEGER NOT NULL,
    status TEXT NOT NULL,
    -- What was given, sealed under the key of personal data.
    given_sealed BLOB NOT NULL,
    answer_sealed BLOB,
    helped INTEGER
) STRICT;
CREATE INDEX feedback_of_person ON feedback (person, at);
CREATE INDEX feedback_of_court ON feedback (court, at);

-- Beside the sealed words, so that the charts open nothing.
CREATE TABLE feedback_stars (
    id BLOB NOT NULL REFERENCES feedback (id),
    stage TEXT NOT NULL,
    stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
    PRIMARY KEY (id, stage)
) STRICT;

CREATE TABLE feedback_attachments (
    id BLOB NOT NULL REFERENCES feedback (id),
    -- 0, 1, 2 pictures, 3 the recording.
    n INTEGER NOT NULL CHECK (n BETWEEN 0 AND 3),
    kind TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (id, n)
) STRICT;

-- Where the court asks for it.
CREATE TABLE feedback_asked (
    case_id BLOB PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT;

-- What is kept of documents beside the case: the words of papers, signatures in the making, traces
-- of ink and who read them. Everything but ids is sealed under the key of the case.
CREATE TABLE kept (
    case_id BLOB NOT NULL REFERENCES cases (id),
    kind INTEGER NOT NULL,
    id BLOB NOT NULL,
    -- Thrown away then; never when it is NULL.
    expires INTEGER,
    sealed BLOB NOT NULL,
    PRIMARY KEY (case_id, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_by_end ON kept (expires) WHERE expires IS NOT NULL;

-- Traces of ink that were used, by a keyed hash, and the signature each was used for: no movement
-- of a hand signs twice, in whatever case.
CREATE TABLE inks (
    ink BLOB PRIMARY KEY NOT NULL,
    ceremony BLOB NOT NULL
) STRICT, WITHOUT ROWID;

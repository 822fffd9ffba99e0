-- Whether the case was closed when the court asked: at the end of a case it is asked once more.
ALTER TABLE feedback_asked ADD COLUMN at_the_end INTEGER NOT NULL DEFAULT 0;

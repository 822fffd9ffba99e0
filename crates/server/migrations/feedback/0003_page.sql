-- The page it was given from stands beside the sealed words, so that the court can look for it.
ALTER TABLE feedback ADD COLUMN page TEXT;

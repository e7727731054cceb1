-- A finding that holds again keeps the run that found it first.

ALTER TABLE findings ADD COLUMN reopened_run INTEGER REFERENCES runs (id);

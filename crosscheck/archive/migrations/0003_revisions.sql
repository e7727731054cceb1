-- How claims were read, and the run that last changed what is compared of a document.

ALTER TABLE basis ADD COLUMN claims TEXT;
ALTER TABLE documents ADD COLUMN changed_run INTEGER REFERENCES runs (id);
UPDATE documents SET changed_run = added_run WHERE current = 1 AND vector IS NOT NULL;
CREATE INDEX documents_changed ON documents (changed_run);

-- Claims within their articles, as an NLI model reads them, each with the claim that it goes with.

ALTER TABLE texts ADD COLUMN claim INTEGER REFERENCES texts (id) ON DELETE CASCADE;
CREATE INDEX texts_claim ON texts (claim) WHERE claim IS NOT NULL;

-- The first schema. Tables are described in crosscheck/archive/schema.py.

CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    run TEXT NOT NULL,
    started TEXT NOT NULL,
    finished TEXT,
    documents INTEGER NOT NULL,
    findings INTEGER NOT NULL
);

CREATE TABLE basis (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    archive TEXT NOT NULL,
    encoder TEXT,
    nli TEXT,
    pairing TEXT,
    judging TEXT
);

CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL,
    version INTEGER NOT NULL,
    current INTEGER NOT NULL,
    source TEXT NOT NULL,
    title TEXT,
    published TEXT,
    day INTEGER,
    moment TEXT NOT NULL,
    url TEXT,
    author TEXT,
    path TEXT,
    text TEXT NOT NULL,
    sentences INTEGER NOT NULL,
    claims INTEGER NOT NULL,
    added_run INTEGER NOT NULL REFERENCES runs (id),
    parent INTEGER REFERENCES documents (id) ON DELETE SET NULL,
    share REAL,
    root INTEGER REFERENCES documents (id) ON DELETE SET NULL,
    shingles BLOB NOT NULL,
    vector BLOB,
    UNIQUE (document, version)
);
CREATE UNIQUE INDEX documents_current ON documents (document) WHERE current;
CREATE INDEX documents_url ON documents (url);
CREATE INDEX documents_parent ON documents (parent);
CREATE INDEX documents_root ON documents (root);
CREATE INDEX documents_moment ON documents (moment);

CREATE TABLE shingles (
    hash INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    PRIMARY KEY (hash, document)
) WITHOUT ROWID;
CREATE INDEX shingles_document ON shingles (document);

CREATE TABLE texts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL UNIQUE
);

CREATE TABLE claims (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    text INTEGER NOT NULL REFERENCES texts (id),
    own INTEGER NOT NULL,
    first_day INTEGER,
    last_day INTEGER,
    claim TEXT NOT NULL,
    UNIQUE (document, ordinal)
);
CREATE INDEX claims_text ON claims (text);

CREATE TABLE vectors (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text INTEGER NOT NULL REFERENCES texts (id) ON DELETE CASCADE,
    model TEXT NOT NULL,
    vector BLOB NOT NULL,
    UNIQUE (text, model)
);

CREATE TABLE models (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE inferences (
    premise INTEGER NOT NULL,
    hypothesis INTEGER NOT NULL,
    model INTEGER NOT NULL REFERENCES models (id) ON DELETE CASCADE,
    entailment REAL NOT NULL,
    neutral REAL NOT NULL,
    contradiction REAL NOT NULL,
    PRIMARY KEY (premise, hypothesis, model)
) WITHOUT ROWID;

CREATE TABLE findings (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    "key" TEXT NOT NULL,
    verdict TEXT NOT NULL,
    type TEXT,
    tier TEXT NOT NULL,
    score REAL NOT NULL,
    reason TEXT NOT NULL,
    document_a INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    document_b INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    text_a TEXT NOT NULL,
    text_b TEXT NOT NULL,
    start_a INTEGER NOT NULL,
    start_b INTEGER NOT NULL,
    context_a TEXT NOT NULL,
    context_b TEXT NOT NULL,
    first_run INTEGER NOT NULL REFERENCES runs (id),
    resolved_run INTEGER REFERENCES runs (id)
);
CREATE INDEX findings_key ON findings ("key");
CREATE INDEX findings_a ON findings (document_a);
CREATE INDEX findings_b ON findings (document_b);
CREATE INDEX findings_first ON findings (first_run);
CREATE INDEX findings_resolved ON findings (resolved_run);

-- Reviews name texts, not rows: they outlive every document, finding and model.
CREATE TABLE reviews (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    "key" TEXT NOT NULL,
    decision TEXT,
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0,
    verdict TEXT NOT NULL,
    type TEXT,
    text_a TEXT NOT NULL,
    text_b TEXT NOT NULL,
    context_a TEXT NOT NULL,
    context_b TEXT NOT NULL,
    published_a TEXT,
    published_b TEXT,
    topic TEXT NOT NULL
);
CREATE INDEX reviews_key ON reviews ("key", undone, id);

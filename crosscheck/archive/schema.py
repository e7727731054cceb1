"""The tables of an archive, as the migrations make them (`tests/archive` compares the two).

documents   every version of every article; of the current ones also how they relate as wire copies
shingles    a sample of the word 5-grams of current documents, to find copies
texts       each distinct claim text, by its hash, and each as a model reads it within an article; vectors and
            inferences hang on it
claims      of the current versions
vectors     of texts, by encoder
inferences  of pairs of texts, by NLI model: a cache, so without foreign keys on texts (an index for them
            would double its size); `remove` sweeps it
findings    open and resolved
reviews     decisions on pairs of texts
runs        changes; the number of the last one is the archive's generation
basis       the models and settings that all of it was computed with: one row
"""

from __future__ import annotations

from sqlalchemy import (
    REAL,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()

sequence = Table("sqlite_sequence", MetaData(), Column("name", Text), Column("seq", Integer))
"""SQLite's own: the last row number that each table gave out; no number is given out twice."""

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("run", Text, nullable=False),  # `types.Run` as JSON
    Column("started", Text, nullable=False),
    Column("finished", Text),
    Column("documents", Integer, nullable=False),
    Column("findings", Integer, nullable=False),
    sqlite_autoincrement=True,
)

basis = Table(
    "basis",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True),
    Column("archive", Text, nullable=False),  # random, so that a cache file knows whose it is
    Column("encoder", Text),
    Column("nli", Text),
    Column("pairing", Text),
    Column("judging", Text),
    Column("claims", Text),  # how they are read: `ClaimExtractor.revision`
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", Text, nullable=False),  # `Document.id`
    Column("version", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("source", Text, nullable=False),
    Column("title", Text),
    Column("published", Text),
    Column("day", Integer),  # of publication, as `date.toordinal`
    Column("moment", Text, nullable=False),  # sorts as `pairing.copies.publication_order` does
    Column("url", Text),
    Column("author", Text),
    Column("path", Text),
    Column("text", Text, nullable=False),
    Column("sentences", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("added_run", Integer, ForeignKey("runs.id"), nullable=False),
    Column("parent", Integer, ForeignKey("documents.id", ondelete="SET NULL")),  # what it repeats most of
    Column("share", REAL),  # how much of it
    Column("root", Integer, ForeignKey("documents.id", ondelete="SET NULL")),  # the original of the family
    Column("shingles", LargeBinary, nullable=False),  # sorted int64 hashes
    Column("vector", LargeBinary),  # of the article: float32, None without claims of its own
    Column("changed_run", Integer, ForeignKey("runs.id")),  # that changed `vector` last, None without one
    UniqueConstraint("document", "version"),
    Index("documents_current", "document", unique=True, sqlite_where=text("current")),
    Index("documents_url", "url"),
    Index("documents_parent", "parent"),
    Index("documents_root", "root"),
    Index("documents_moment", "moment"),
    Index("documents_changed", "changed_run"),
    sqlite_autoincrement=True,
)

shingles = Table(
    "shingles",
    metadata,
    Column("hash", Integer, primary_key=True),
    Column("document", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Index("shingles_document", "document"),
    sqlite_with_rowid=False,
)

texts = Table(
    "texts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("claim", Integer, ForeignKey("texts.id", ondelete="CASCADE")),  # of which it is a passage
    Index("texts_claim", "claim", sqlite_where=text("claim IS NOT NULL")),
    sqlite_autoincrement=True,
)

claims = Table(
    "claims",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", Integer, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("text", Integer, ForeignKey("texts.id"), nullable=False),
    Column("own", Boolean, nullable=False),  # False where a wire copy repeats its original
    Column("first_day", Integer),  # that it may speak of, as `date.toordinal`
    Column("last_day", Integer),
    Column("claim", Text, nullable=False),  # `types.Claim` as JSON
    UniqueConstraint("document", "ordinal"),
    Index("claims_text", "text"),
    sqlite_autoincrement=True,
)

vectors = Table(
    "vectors",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text", Integer, ForeignKey("texts.id", ondelete="CASCADE"), nullable=False),
    Column("model", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),  # float32, little-endian
    UniqueConstraint("text", "model"),
    sqlite_autoincrement=True,
)

models = Table(
    "models",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)

inferences = Table(
    "inferences",
    metadata,
    Column("premise", Integer, primary_key=True),
    Column("hypothesis", Integer, primary_key=True),
    Column("model", Integer, ForeignKey("models.id", ondelete="CASCADE"), primary_key=True),
    Column("entailment", REAL, nullable=False),
    Column("neutral", REAL, nullable=False),
    Column("contradiction", REAL, nullable=False),
    sqlite_with_rowid=False,
)

findings = Table(
    "findings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("key", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("type", Text),
    Column("tier", Text, nullable=False),
    Column("score", REAL, nullable=False),
    Column("reason", Text, nullable=False),
    Column("document_a", Integer, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("document_b", Integer, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("a", Text, nullable=False),  # `types.Side` as JSON
    Column("b", Text, nullable=False),
    Column("text_a", Text, nullable=False),
    Column("text_b", Text, nullable=False),
    Column("start_a", Integer, nullable=False),
    Column("start_b", Integer, nullable=False),
    Column("context_a", Text, nullable=False),
    Column("context_b", Text, nullable=False),
    Column("first_run", Integer, ForeignKey("runs.id"), nullable=False),
    Column("resolved_run", Integer, ForeignKey("runs.id")),
    Column("reopened_run", Integer, ForeignKey("runs.id")),
    Index("findings_key", "key"),
    Index("findings_a", "document_a"),
    Index("findings_b", "document_b"),
    Index("findings_first", "first_run"),
    Index("findings_resolved", "resolved_run"),
    sqlite_autoincrement=True,
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("decision", Text),
    Column("reason", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("undone", Boolean, nullable=False, server_default=text("0")),
    Column("verdict", Text, nullable=False),  # what was shown; the labelled pair follows from it
    Column("type", Text),
    Column("text_a", Text, nullable=False),
    Column("text_b", Text, nullable=False),
    Column("context_a", Text, nullable=False),
    Column("context_b", Text, nullable=False),
    Column("published_a", Text),
    Column("published_b", Text),
    Column("topic", Text, nullable=False),
    Index("reviews_key", "key", "undone", "id"),
    sqlite_autoincrement=True,
)

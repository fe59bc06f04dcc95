"""The tables of corpus.db, as the list of steps that made them, and what they call besides SQL.

`user_version` counts the steps a file has been through. A step, once released, is never edited: a change is a new step.
Statements are told apart by their semicolons: there is none in a comment. Every `record` is packed by `litsynth.store.packing`.
"""

from litsynth.codec import dumps
from litsynth.errors import BadRecord
from litsynth.records import Passage
from litsynth.store.packing import unpack
from litsynth.store.rows import Outline


def outlined(record: bytes) -> str:
    """Count, digest and substrate of the passages in a record, as JSON; no digest where it cannot be read."""
    try:
        outline = Outline.of("", unpack(tuple[Passage, ...], record))
    except BadRecord:  # one strange record is no reason not to open a corpus
        return dumps([0, "", None])
    return dumps([outline.count, outline.texts, outline.substrate])


FUNCTIONS = {"outlined": outlined}
"""By the name that a step calls it by; each takes one value."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE paper (
        paper_id TEXT PRIMARY KEY,
        version TEXT NOT NULL,
        content TEXT NOT NULL,          -- digest of all that a result can depend on
        record BLOB NOT NULL            -- Paper
    );
    CREATE TABLE document (             -- apart from paper, so that a list of papers reads no documents
        paper_id TEXT PRIMARY KEY REFERENCES paper ON DELETE CASCADE,
        record BLOB NOT NULL            -- Document
    );
    CREATE TABLE passages (
        paper_id TEXT PRIMARY KEY REFERENCES paper ON DELETE CASCADE,
        record BLOB NOT NULL            -- every Passage of the document, in its order
    );
    CREATE TABLE query (
        id INTEGER PRIMARY KEY,         -- in the order asked
        record BLOB NOT NULL            -- Query
    );
    CREATE TABLE model (
        id INTEGER PRIMARY KEY,
        identity TEXT NOT NULL UNIQUE
    );
    CREATE TABLE vector (               -- with rowid: a row is too wide for the leaves of an index
        model INTEGER NOT NULL REFERENCES model,
        text TEXT NOT NULL,             -- digest of the text
        data BLOB NOT NULL,             -- little-endian float32
        PRIMARY KEY (model, text)
    );
    CREATE TABLE judgement (
        model INTEGER NOT NULL REFERENCES model,
        pair TEXT NOT NULL,             -- digest of premise and hypothesis
        entailment REAL NOT NULL,
        neutral REAL NOT NULL,
        contradiction REAL NOT NULL,
        truncated INTEGER NOT NULL,
        PRIMARY KEY (model, pair)
    ) WITHOUT ROWID;
    CREATE TABLE built_index (          -- what passages.faiss was built from: one row at most
        id INTEGER PRIMARY KEY CHECK (id = 1),
        made_of TEXT NOT NULL,          -- digest of the embedder's identity and of the texts in row order
        sha256 TEXT NOT NULL            -- of the file
    );
    """,
    """
    -- 1: taken out by a person. Its rows stay, so that it can be put back.
    ALTER TABLE paper ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
    -- The number of the parser that made it: the record's own, here to be found by.
    ALTER TABLE document ADD COLUMN parser INTEGER NOT NULL DEFAULT 0;
    """,
    """
    CREATE TABLE source (               -- what the document was read from, where the corpus alone has it
        paper_id TEXT PRIMARY KEY REFERENCES paper ON DELETE CASCADE,
        name TEXT NOT NULL,             -- its suffix says of which kind the bytes are
        title TEXT NOT NULL,            -- that the reader was told
        data BLOB NOT NULL              -- compressed
    );
    """,
    """
    CREATE TABLE known_as (             -- the names of the work: identifiers, and one made of title, author and year
        name TEXT NOT NULL,
        paper_id TEXT NOT NULL REFERENCES paper ON DELETE CASCADE,
        PRIMARY KEY (name, paper_id)
    ) WITHOUT ROWID;
    CREATE INDEX known_by_paper ON known_as (paper_id)
    """,
    """
    CREATE TABLE weighed (              -- the verdicts of the newest runs: whole, or not there
        id INTEGER PRIMARY KEY,         -- in the order kept
        under TEXT NOT NULL,            -- digest of papers, models, settings and code
        claims TEXT NOT NULL,           -- digest of the claims
        record BLOB NOT NULL,           -- Weighed
        UNIQUE (under, claims)
    )
    """,
    """
    -- Of the passages in the record: how many, the digest of their texts, the substrate. No digest: cannot be read.
    ALTER TABLE passages ADD COLUMN count INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE passages ADD COLUMN texts TEXT NOT NULL DEFAULT '';
    ALTER TABLE passages ADD COLUMN substrate TEXT;
    UPDATE passages SET (count, texts, substrate) =
        (SELECT json_extract(said, '$[0]'), json_extract(said, '$[1]'), json_extract(said, '$[2]')
        FROM (SELECT outlined(passages.record) AS said))
    """,
    """
    -- The Outline of each paper, in the order of the rows.
    ALTER TABLE built_index ADD COLUMN papers BLOB
    """,
    """
    CREATE TABLE other_version (        -- versions of a paper beside the one that stands in paper
        paper_id TEXT NOT NULL REFERENCES paper ON DELETE CASCADE,
        version TEXT NOT NULL,
        record BLOB NOT NULL,           -- Paper
        document BLOB NOT NULL,         -- Document
        PRIMARY KEY (paper_id, version)
    )
    """,
    """
    CREATE TABLE stage (                -- what stages of the newest runs came to: whole, or not there
        id INTEGER PRIMARY KEY,         -- in the order kept
        kind TEXT NOT NULL,             -- of the record
        under TEXT NOT NULL,            -- digest of papers, models, settings and code
        given TEXT NOT NULL,            -- digest of what the stage was given besides
        record BLOB NOT NULL,
        UNIQUE (kind, under, given)
    );
    DROP TABLE weighed                  -- another release's, none of it would be asked for again
    """,
    """
    CREATE TABLE sifted (               -- what the filter of sentences found in a document
        paper_id TEXT PRIMARY KEY REFERENCES paper ON DELETE CASCADE,
        content TEXT NOT NULL,          -- the paper's when it was looked at
        under TEXT NOT NULL,            -- digest of settings and code
        record BLOB NOT NULL            -- Sifted
    )
    """,
)

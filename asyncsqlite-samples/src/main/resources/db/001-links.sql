CREATE TABLE IF NOT EXISTS link (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS click (
    id INTEGER PRIMARY KEY,
    link_id INTEGER NOT NULL REFERENCES link (id),
    at TEXT NOT NULL,
    referrer TEXT,
    agent TEXT
) STRICT;

-- Times are texts as CURRENT_TIMESTAMP writes them: the first 16 characters are the minute.
CREATE INDEX IF NOT EXISTS click_by_minute ON click (link_id, substr(at, 1, 16));

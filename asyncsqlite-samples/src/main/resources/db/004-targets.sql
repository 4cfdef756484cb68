-- Where links led before they were changed.
CREATE TABLE target (
    id INTEGER PRIMARY KEY,
    link_id INTEGER NOT NULL REFERENCES link (id),
    url TEXT NOT NULL,
    until TEXT NOT NULL
) STRICT;

CREATE INDEX target_by_link ON target (link_id);

ALTER TABLE link ADD COLUMN title TEXT NOT NULL DEFAULT '';

-- The words of titles and URLs. The texts themselves stay in the table of links.
CREATE VIRTUAL TABLE link_search USING fts5 (
    title, url, content = 'link', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

INSERT INTO link_search (link_search) VALUES ('rebuild');

CREATE TRIGGER link_found AFTER INSERT ON link BEGIN
    INSERT INTO link_search (rowid, title, url) VALUES (new.id, new.title, new.url);
END;

CREATE TRIGGER link_forgotten AFTER DELETE ON link BEGIN
    INSERT INTO link_search (link_search, rowid, title, url) VALUES ('delete', old.id, old.title, old.url);
END;

-- Not for each click: only these two columns are in the index.
CREATE TRIGGER link_changed AFTER UPDATE OF title, url ON link BEGIN
    INSERT INTO link_search (link_search, rowid, title, url) VALUES ('delete', old.id, old.title, old.url);
    INSERT INTO link_search (rowid, title, url) VALUES (new.id, new.title, new.url);
END;

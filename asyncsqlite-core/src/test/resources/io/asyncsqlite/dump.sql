PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE attachment(note INTEGER REFERENCES note(id), data BLOB);
INSERT INTO attachment VALUES(2,X'00ff27');
CREATE TABLE note(id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT);
INSERT INTO note VALUES(1,'it''s "one"; END;');
INSERT INTO note VALUES(2,'two
lines -- no comment');
INSERT INTO note VALUES(41,'/* three');
CREATE TABLE log(note INTEGER);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('note',41);
CREATE INDEX by_body ON note(body);
CREATE TRIGGER logged AFTER INSERT ON note BEGIN
  INSERT INTO log VALUES (CASE WHEN new.id > 0 THEN new.id END);
  UPDATE log SET note = note WHERE note = -1;
END;
CREATE VIEW bodies AS SELECT body FROM note;
COMMIT;

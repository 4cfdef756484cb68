CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT);
CREATE TABLE log(note INTEGER);
CREATE TRIGGER logged AFTER INSERT ON note BEGIN
  INSERT INTO log VALUES (new.id);
  UPDATE note SET body = body || ';' WHERE id = new.id;
END;
INSERT INTO note(body) VALUES ('first');

-- A semicolon; in a comment, and one in a string.
INSERT INTO note(body) VALUES ('first; note');
INSERT INTO note(body) VALUES ('second note');

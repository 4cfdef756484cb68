INSERT INTO note(body) VALUES ('wälcome; here');
CREATE INDEX note_body ON note(body);

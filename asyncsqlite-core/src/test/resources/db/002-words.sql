ALTER TABLE note ADD COLUMN words INTEGER;
CREATE INDEX note_words ON note(words);

SELECT setval(pg_get_serial_sequence('link', 'id'), coalesce(max(id), 0) + 1, false) FROM link;
SELECT setval(pg_get_serial_sequence('click', 'id'), coalesce(max(id), 0) + 1, false) FROM click;
SELECT setval(pg_get_serial_sequence('target', 'id'), coalesce(max(id), 0) + 1, false) FROM target;

ALTER TABLE link ADD UNIQUE (code);
ALTER TABLE click ADD FOREIGN KEY (link_id) REFERENCES link (id);
ALTER TABLE target ADD FOREIGN KEY (link_id) REFERENCES link (id);
CREATE INDEX click_by_minute ON click (link_id, date_trunc('minute', at AT TIME ZONE 'UTC'));
CREATE INDEX target_by_link ON target (link_id);
CREATE INDEX link_words ON link USING gin (words);

CREATE FUNCTION count_click() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE link SET clicks = clicks + 1 WHERE id = new.link_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER click_counted AFTER INSERT ON click FOR EACH ROW EXECUTE FUNCTION count_click();

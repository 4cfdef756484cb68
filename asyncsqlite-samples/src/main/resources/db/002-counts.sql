-- Each link has the number of its clicks, so that a list needs no look at the clicks themselves.
ALTER TABLE link ADD COLUMN clicks INTEGER NOT NULL DEFAULT 0;

UPDATE link SET clicks = (SELECT count(*) FROM click WHERE click.link_id = link.id);

CREATE TRIGGER click_counted AFTER INSERT ON click BEGIN
    UPDATE link SET clicks = clicks + 1 WHERE id = new.link_id;
END;

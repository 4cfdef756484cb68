INSERT INTO note(body) VALUES ('kept?'); INSERT INTO missing VALUES (1);

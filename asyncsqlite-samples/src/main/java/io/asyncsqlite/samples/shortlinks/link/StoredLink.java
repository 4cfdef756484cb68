package io.asyncsqlite.samples.shortlinks.link;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/** The columns of a link that its owner may change, for Spring Data; clicks are counted by the database. */
@Table("link")
record StoredLink(@Id long id, String code, String url, String title) {

    StoredLink to(String target) {
        return new StoredLink(id, code, target, title);
    }
}

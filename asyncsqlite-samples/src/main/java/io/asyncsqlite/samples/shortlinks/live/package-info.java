/** What open pages get without asking: the newest links and the figures of the database, as server-sent events. */
@NullMarked
package io.asyncsqlite.samples.shortlinks.live;

import org.jspecify.annotations.NullMarked;

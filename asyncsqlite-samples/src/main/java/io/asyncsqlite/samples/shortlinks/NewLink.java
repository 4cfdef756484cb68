package io.asyncsqlite.samples.shortlinks;

import org.jspecify.annotations.Nullable;

/** What a client posts to get a link. */
record NewLink(@Nullable String url) {}

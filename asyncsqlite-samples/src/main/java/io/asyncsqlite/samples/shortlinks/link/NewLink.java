package io.asyncsqlite.samples.shortlinks.link;

import org.jspecify.annotations.Nullable;

/**
 * What a client sends to make a link.
 *
 * @param url where it shall lead
 * @param title what it is about
 */
record NewLink(@Nullable String url, @Nullable String title) {}

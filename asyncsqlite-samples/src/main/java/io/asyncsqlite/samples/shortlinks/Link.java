package io.asyncsqlite.samples.shortlinks;

/** A short code and where it leads. */
record Link(String code, String url) {}

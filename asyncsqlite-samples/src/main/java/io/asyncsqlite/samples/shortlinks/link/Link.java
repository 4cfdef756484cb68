package io.asyncsqlite.samples.shortlinks.link;

/**
 * A link in a list.
 *
 * @param code its short code
 * @param url where it leads
 * @param title what it is about; may be empty
 * @param clicks how often it was followed
 */
public record Link(String code, String url, String title, long clicks) {}

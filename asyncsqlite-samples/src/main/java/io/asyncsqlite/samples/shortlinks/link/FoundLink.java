package io.asyncsqlite.samples.shortlinks.link;

import java.util.List;

/**
 * A link that a search has found.
 *
 * @param code its short code
 * @param url where it leads
 * @param title what it is about; may be empty
 * @param clicks how often it was followed
 * @param snippet where the words were found: texts outside and inside of a hit, in turn, the first one outside
 */
record FoundLink(String code, String url, String title, long clicks, List<String> snippet) {}

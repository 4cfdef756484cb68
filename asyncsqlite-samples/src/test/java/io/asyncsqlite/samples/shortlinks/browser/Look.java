package io.asyncsqlite.samples.shortlinks.browser;

/** How a user sees the page. */
enum Look {
    DESKTOP_LIGHT(1100, "light"),
    DESKTOP_DARK(1100, "dark"),
    PHONE_LIGHT(360, "light"),
    PHONE_DARK(360, "dark");

    private final int width;
    private final String scheme;

    Look(int width, String scheme) {
        this.width = width;
        this.scheme = scheme;
    }

    int width() {
        return width;
    }

    String scheme() {
        return scheme;
    }

    String fileName() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}

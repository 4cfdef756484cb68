package io.asyncsqlite.samples.shortlinks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import io.asyncsqlite.samples.shortlinks.RunningApplication;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page in a real browser, as users see it. Screenshots are in {@code target/screenshots}. */
@ParameterizedClass
@EnumSource(Look.class)
@EnabledForJreRange(
        min = JRE.JAVA_22,
        disabledReason = "The page is the same on each JDK: it is tried on those of 22 and newer")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
class BrowserIT {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @Parameter
    Look look;

    private static Path file;
    private static RunningApplication application;
    private static Browser browser;

    @BeforeParameterizedClassInvocation
    static void start(Look look, @TempDir Path directory) throws Exception {
        browser = Browser.start(look, directory.resolve(look.fileName()));
        file = directory.resolve(look.fileName()).resolve("links.db");
        application = RunningApplication.start(file);
        browser.open(application.port());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (application != null) {
            application.close();
        }
    }

    @AfterEach
    void browserComplainsOfNothing() {
        // A refused URL is an answer of status 400, which the console notes.
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("/api/links"));
        assertThat((Long) browser.script("return document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(look.width());
    }

    @Test
    void linkIsMadeAndItsCountGoesUpWithoutReload() {
        browser.script("window.notReloaded = true; return 1");
        String code = create(here(), "Made by hand");

        browser.find("#created a").click();
        String page = browser.driver().getWindowHandle();
        browser.await(() -> browser.driver().getWindowHandles().size() == 2);
        for (String tab : browser.driver().getWindowHandles()) {
            if (!tab.equals(page)) {
                browser.driver().switchTo().window(tab);
            }
        }
        browser.await(() -> here().equals(browser.driver().getCurrentUrl()));
        browser.driver().close();
        browser.driver().switchTo().window(page);

        browser.await(() -> clicks(code).equals("1"));
        assertThat(browser.script("return window.notReloaded")).isEqualTo(true);
    }

    @Test
    void linkIsMadeByKeyboardAloneAndCopied() {
        browser.find("#url").click();
        keys(here(), Keys.TAB, "Made by keys", Keys.TAB, Keys.ENTER);
        browser.awaitText("#created", "Copy");
        keys(Keys.TAB);
        assertThat(browser.driver().switchTo().activeElement().getTagName()).isEqualTo("a");
        keys(Keys.TAB, Keys.ENTER);
        browser.awaitText("#created button", "Copied");
    }

    private static void keys(CharSequence... keys) {
        for (CharSequence key : keys) {
            browser.driver().switchTo().activeElement().sendKeys(key);
        }
    }

    @Test
    void badUrlShowsItsProblemUntilDismissed() {
        WebElement url = browser.find("#url");
        url.sendKeys("ftp://example.org/", Keys.ENTER);

        browser.awaitText(".problem", "url must start with http:// or https://");
        assertThat(url.getDomProperty("value")).isEqualTo("ftp://example.org/");
        create(here(), "A good one");
        assertThat(browser.find(".problem").getText()).contains("url must start with");

        browser.find(".problem button").click();
        browser.await(() -> browser.all(".problem").isEmpty());
        url.clear();
    }

    @Test
    void searchFindsWordsAndMarksThem() throws Exception {
        application.post("{\"url\": \"https://example.org/zebra\", \"title\": \"Striped horses\"}");
        WebElement search = browser.find("#search");

        search.sendKeys("zeb hors");
        browser.await(() -> browser.all(".links li").size() == 1
                && !browser.all(".links mark").isEmpty());
        assertThat(browser.find(".links mark").getText()).isIn("horses", "zebra");

        search.sendKeys(" unicorn");
        browser.awaitText("#list", "No link has these words");
        search.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        browser.await(() -> browser.all(".links mark").isEmpty());
    }

    @Test
    void longAddressTakesTwoLinesOfTheList() throws Exception {
        String url = "https://example.org/" + "a-long-way/".repeat(100);
        String code = application.shorten(url);
        String target = ".links li:has(a[href='/" + code + "']) .target";
        browser.await(() -> browser.all(target).size() == 1);

        assertThat(browser.find(target).getSize().height).isBetween(20, 50);
        assertThat(browser.find(target).getDomAttribute("title")).isEqualTo(url);
    }

    @Test
    void chartMovesUnderTraffic() throws Exception {
        create(here(), "Visited often");
        String picture = picture();

        browser.find("#simulate").click();
        browser.await(() -> number("#writesPerSecond") > 0 && number("#p99Millis") > 0);
        browser.await(() -> !picture().equals(picture));
        browser.await(() -> number("#groupSize") > 1);
        browser.screenshot(SCREENSHOTS.resolve(look.fileName() + "-traffic.png"));
        browser.find("#stop").click();
        browser.await(() -> !browser.all("#simulate").isEmpty());

        assertThat(browser.find("#traffic").getText())
                .contains("clicks stored and answered")
                .doesNotContain("failed");
        assertThat(application.number("SELECT count(*) FROM click WHERE agent = 'simulated visitor'"))
                .isPositive();
    }

    @Test
    void exportHasALineForEachClick() throws Exception {
        String code = application.shorten(here());
        for (int i = 0; i < 20; i++) {
            application.get("/" + code);
        }
        long clicks = application.number("SELECT count(*) FROM click");

        browser.find("#ndjson").click();
        browser.awaitText("#exported", String.format("%,d lines", clicks));
        Path file = browser.downloads().resolve("clicks.ndjson");
        browser.await(() -> Files.exists(file));
        assertThat(Files.readAllLines(file, StandardCharsets.UTF_8)).hasSize((int) clicks);

        browser.find("#csv").click();
        browser.awaitText("#exported", String.format("%,d lines", clicks + 1));
    }

    @Test
    void backupAppearsAndOpens() throws Exception {
        application.shorten(here());
        browser.find("#backup").click();
        browser.await(() -> browser.all(".backups code").size() == 1);

        String name = browser.find(".backups code").getText();
        Path file = browser.downloads().resolveSibling("backups").resolve(name);
        assertThat(RunningApplication.number(file, "SELECT count(*) FROM link")).isPositive();
    }

    @Test
    void pageHasNoBarrierThatAxeFinds() throws Exception {
        create(here(), "Looked at");
        browser.find("#url").sendKeys("ftp://example.org/", Keys.ENTER);
        browser.awaitText(".problem", "url must");
        browser.screenshot(SCREENSHOTS.resolve(look.fileName() + "-problem.png"));

        List<Rule> violations = new AxeBuilder().analyze(browser.driver()).getViolations();

        assertThat(violations)
                .as(() -> violations.stream()
                        .map(rule -> rule.getId() + ": " + rule.getNodes())
                        .toList()
                        .toString())
                .isEmpty();
        browser.find(".problem button").click();
        browser.find("#url").clear();
    }

    @Test
    void pageLoadsNothingFromElsewhere() {
        @SuppressWarnings("unchecked")
        List<String> loaded = (List<String>)
                browser.script("return performance.getEntriesByType('resource').map(entry => entry.name)");

        assertThat(loaded).isNotEmpty().allMatch(url -> url.startsWith("http://127.0.0.1:" + application.port() + "/"));
    }

    @Test
    @Order(1)
    void emptyListsSayWhatToDo() throws Exception {
        browser.awaitText("#list", "No links yet. Make the first one above.");
        browser.awaitText("#backups", "No backups yet");
        assertThat(browser.find("#writesPerSecond").getText()).isNotEmpty();
        browser.screenshot(SCREENSHOTS.resolve(look.fileName() + "-empty.png"));
    }

    /** The last one: the server goes and comes back. */
    @Test
    @Order(Integer.MAX_VALUE)
    void lostServerIsShownUntilItIsBack() throws Exception {
        String code = create(here(), "Kept");
        int port = application.port();
        application.close();
        browser.awaitText(".connection", "Offline");
        // Figures of the past would look like those of now.
        assertThat(browser.find("#writesPerSecond").getText()).isEqualTo("–");
        browser.find("#backup").click();
        browser.awaitText(".problem", "The server does not answer");
        browser.screenshot(SCREENSHOTS.resolve(look.fileName() + "-offline.png"));
        browser.complaints();

        application = RunningApplication.start(file, "server.port=" + port);
        browser.awaitText(".connection", "Live");
        assertThat(browser.find(".problem").getText()).contains("The server does not answer");
        application.get("/" + code);
        browser.await(() -> clicks(code).equals("1"));
        browser.complaints();
    }

    private static String here() {
        return "http://127.0.0.1:" + application.port() + "/?here";
    }

    private static String create(String url, String title) {
        WebElement field = browser.find("#url");
        field.clear();
        field.sendKeys(url);
        browser.find("#title").sendKeys(title, Keys.ENTER);
        browser.await(() -> browser.all("#created a").size() == 1
                && browser.find("#url").getDomProperty("value").isEmpty());
        String text = browser.find("#created a").getText();
        return text.substring(text.lastIndexOf('/') + 1);
    }

    private static String clicks(String code) {
        return browser.find(".links li:has(a[href='/" + code + "']) .clicks strong")
                .getText();
    }

    private static double number(String css) {
        String text = browser.find(css).getText().replace(",", "");
        return text.equals("–") ? 0 : Double.parseDouble(text);
    }

    private static String picture() {
        return String.valueOf(
                browser.script("return document.querySelector('#chart-writesPerSecond canvas').toDataURL()"));
    }
}

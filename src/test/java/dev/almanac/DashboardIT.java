package dev.almanac;

import static dev.almanac.dev.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.Chromium;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.DemoHistory;
import dev.almanac.dev.DemoLocations;
import dev.almanac.dev.Fault;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.Ledger;
import dev.almanac.dev.Operation;
import dev.almanac.dev.Quirks;
import dev.almanac.dev.SimulatedCalendar;
import dev.almanac.dev.StoredEvent;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.dev.VendorCalendar;
import dev.almanac.dev.VendorLocation;
import dev.almanac.dev.VendorUser;
import dev.almanac.dev.Waiting;
import dev.almanac.dev.WeeklyHours;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.awaitility.Awaitility;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/// The page, in a real browser, in front of a whole Almanac that serves the locations of the development environment and is closed
/// to those without a token. What it shows is in `target/dashboard/*.png`.
@ExtendWith({TestKafka.class, TestRegistry.class})
class DashboardIT {
    private static final Path PICTURES = Path.of("target/dashboard");
    private static final String TOKEN = "token-of-the-page-0123456789";
    private static final String EMPTY = "loc-without-appointments";
    private static final String QUIET = "loc-with-one-appointment";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static CalendarSimulator simulator;
    private static AlmanacUnderTest almanac;
    private static CommandSender sender;
    private static Chromium browser;
    private static VendorLocation location;
    private static StoredEvent unmarked;

    @BeforeAll
    static void start(TestKafka.Broker broker, TestRegistry.Server registry, @TempDir Path folder) throws IOException {
        assumeThat(Chromium.isInstalled())
                .as("Chromium and its driver are not installed (Debian: chromium, chromium-driver), so the page is not tested here")
                .isTrue();
        SimulatedCalendar calendar = new SimulatedCalendar(
                InstantSource.system(), new Quirks(), new Ledger(50_000), DemoLocations.all());
        new DemoHistory(calendar, 20260302).fill(28, 7);
        location = whereItIsDay(calendar);
        // After the history, which therefore leaves it empty.
        calendar.open(VendorLocation.of(
                EMPTY, location.zone(), List.of(VendorCalendar.of("cal-empty", "round_robin", "nobody")),
                List.of(new VendorUser("nobody", "Nobody", WeeklyHours.weekdays(9, 17)))));
        WeeklyHours office = WeeklyHours.weekdays(9, 17);
        calendar.open(VendorLocation.of(
                QUIET, location.zone(),
                List.of(VendorCalendar.of("cal-quiet", "round_robin", "ann", "bob").withHours(office)
                        .withSlots(Duration.ofHours(1), Duration.ofHours(1))),
                List.of(new VendorUser("ann", "Ann", office), new VendorUser("bob", "Bob", office))));
        calendar.people().book(QUIET, "cal-quiet", "ann", "contact-1", theWeekdayBefore(today().minusDays(2))
                .atTime(10, 0).atZone(location.zone()).toInstant());
        unmarked = bookedAnHourAgo(calendar);
        simulator = new CalendarSimulator(calendar, new FaultPlan()).start(0);
        Path tokens = Files.writeString(folder.resolve("http-tokens"), TOKEN + "\n");
        almanac = new AlmanacUnderTest(broker, registry, simulator, folder)
                .with("almanac.http.token-file", tokens.toString())
                .start();
        almanac.bean(EmbeddedServer.class).start();
        sender = new CommandSender(broker.bootstrapServers(), registry.url(), almanac.topics().commands().name());
        Waiting.until("the calendar has been seen", PATIENCE, () -> !ask("/appointments/unmarked?locationId=" + location.id())
                .findValuesAsText("id").isEmpty() && whole());
        browser = new Chromium();
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {browser, sender, almanac, simulator, HTTP}) {
            if (part != null) {
                part.close();
            }
        }
    }

    @BeforeEach
    void openThePage() {
        browser.resize(1280, 900).dark(false).open(page());
        // Refused later, it would forget the token that it is given here.
        browser.await("it asks for a token or has one", () ->
                browser.find("#login").isDisplayed() || browser.text("#pulse").equals("live"));
        browser.run("sessionStorage.setItem('almanac.token', arguments[0])", TOKEN);
        browser.complaints();
        open("days=30&show=location");
    }

    @AfterEach
    void nothingWasComplainedOf() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void noShowsOnThePageEqualTheHttpAnswers() {
        for (String scope : List.of("location", "calendar", "user")) {
            open("days=30&show=" + scope);
            unfold("#no-shows");
            awaitEqual("no-shows by " + scope, () -> browser.rows("#no-shows table"), () -> cells("/no-shows", scope, 0, cell -> List.of(
                    day(cell), cell.get("id").asText(), percent(cell.get("rate")), cell.get("noShow").asText(),
                    cell.get("showed").asText(), cell.get("unmarked").asText(), cell.get("upcoming").asText(),
                    cell.get("cancelled").asText(), cell.get("lateCancelled").asText(),
                    percent(cell.get("rateLowerBound")), percent(cell.get("rateUpperBound")))));
        }
    }

    @Test
    void utilizationOnThePageEqualsTheHttpAnswers() {
        for (String scope : List.of("location", "calendar", "user")) {
            open("days=14&show=" + scope);
            unfold("#utilization");
            awaitEqual("utilization by " + scope, () -> browser.rows("#utilization table"), () -> cells("/utilization", scope, 7, cell -> List.of(
                    day(cell), cell.get("id").asText(), percent(cell.get("ratio")), hours(cell.get("bookedMinutes")),
                    hours(cell.get("availableMinutes")), hours(cell.get("blockedMinutes")), hours(cell.get("noShowMinutes")),
                    cell.get("appointments").asText())));
        }
    }

    @Test
    void theFiguresAtAGlanceAreTheirSums() {
        JsonNode cells = ask("/no-shows" + range(0)).get("cells");
        int missed = sum(cells, "noShow");
        int marked = missed + sum(cells, "showed");
        assertThat(marked).isGreaterThan(50);
        assertThat(browser.text("#tile-rate .figure")).isEqualTo(percent((double) missed / marked));
        assertThat(browser.text("#tile-rate .note")).startsWith(missed + " of " + marked + " in 30 days");
        assertThat(browser.text("#tile-unmarked .figure"))
                .isEqualTo(ask("/appointments/unmarked?locationId=" + location.id()).get("total").asText());
        assertThat(browser.text("#tile-commands .figure")).isEqualTo("0");
        assertThat(browser.text("#tile-fresh .note")).contains("requests left today");
        Awaitility.await("the utilization at a glance").atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode days = ask("/utilization" + range(7)).get("cells");
            assertThat(days).hasSize(37);
            assertThat(browser.text("#tile-use .figure")).isEqualTo(use(days, day -> !day.isAfter(today())));
            assertThat(browser.text("#tile-use .note"))
                    .isEqualTo("in 30 days; the week ahead " + use(days, day -> day.isAfter(today())));
        });
    }

    @Test
    void legendsTellEachOfThemAsTheHttpAnswersDo() {
        for (String scope : List.of("location", "calendar", "user")) {
            open("days=30&show=" + scope);
            Awaitility.await("legends by " + scope).atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                JsonNode noShows = ask("/no-shows" + range(0) + "&scope=" + scope).get("cells");
                assertThat(legend("#no-shows")).containsExactlyInAnyOrderElementsOf(
                        ofEach(noShows, (id, cells) -> id + " " + rate(cells) + bounds(cells)));
                JsonNode use = ask("/utilization" + range(7) + "&scope=" + scope).get("cells");
                assertThat(legend("#utilization")).containsExactlyInAnyOrderElementsOf(
                        ofEach(use, (id, cells) -> id + " " + use(cells, day -> !day.isAfter(today()))));
            });
        }
    }

    /// Two people, eight hours on weekdays, and one hour booked in thirty days: whatever else is shown is wrong.
    @Test
    void oneBookedHourIsTheShareThatItIs() {
        long weekdays = today().minusDays(29).datesUntil(today().plusDays(1)).filter(DashboardIT::isWeekday).count();
        String ofBoth = percent(1.0 / (weekdays * 16));
        String ofOne = percent(1.0 / (weekdays * 8));
        choose(QUIET);
        browser.await("the booked hour is told", () -> browser.text("#tile-use .figure").equals(ofBoth));
        assertThat(browser.text("#tile-use .note")).isEqualTo("in 30 days; the week ahead 0.0 %");
        assertThat(legend("#utilization")).containsExactly(QUIET + " " + ofBoth);

        assertThat(browser.text("#tile-rate .figure")).isEqualTo("–");
        assertThat(browser.text("#tile-rate .note")).isEqualTo("Nobody is marked in 30 days; 0.0 % to 100.0 % with 1 unmarked");
        assertThat(browser.text("#no-shows .state"))
                .isEqualTo("Nobody is marked in these days: 0.0 % to 100.0 % with 1 unmarked.");
        assertThat(legend("#no-shows")).containsExactly(QUIET + " – (0.0 % to 100.0 % with 1 unmarked)");
        assertThat(browser.find("#no-shows canvas").isDisplayed()).isTrue();
        browser.picture(PICTURES.resolve("nobody-marked.png"));
        unfold("#no-shows");
        assertThat(browser.find("#no-shows table").isDisplayed()).isTrue();
        browser.find("input[name=days][value='90']").sendKeys(Keys.SPACE);
        browser.await("what was never looked at is not taken for empty", () -> browser.text("#tile-use .note")
                .equals("in 30 of 90 days, the others are not known; the week ahead 0.0 %"));
        assertThat(browser.text("#tile-use .figure")).isEqualTo(ofBoth);
        browser.find("input[name=days][value='30']").sendKeys(Keys.SPACE);

        show("user");
        browser.await("users are told", () -> legend("#utilization").size() == 2);
        assertThat(legend("#utilization")).containsExactly("ann " + ofOne, "bob 0.0 %");
        show("calendar");
        browser.await("calendars are told", () -> legend("#utilization").equals(List.of("cal-quiet " + ofOne)));
        assertThat(browser.text("#tile-use .figure")).isEqualTo(ofBoth);
    }

    @Test
    void whatIsTooMuchForOnePictureIsSaidAndTheTotalsStay() {
        String use = browser.text("#tile-use .figure");
        browser.run("""
                const ask = window.fetch
                const refusal = JSON.stringify({ error: { code: 'bad_request', message: 'more than 10000 cells' } })
                window.fetch = (url, options) => new URL(url).searchParams.get('scope') === 'user'
                    ? Promise.resolve(new Response(refusal, { status: 400 })) : ask(url, options)""");
        show("user");
        for (String card : List.of("#no-shows", "#utilization")) {
            browser.await("it is said", () -> browser.text(card + " .state")
                    .equals("This is too much for one picture; choose fewer days. (more than 10000 cells)"));
        }
        browser.await("the totals are told", () -> browser.text("#tile-use .figure").equals(use));
        assertThat(browser.text("#banner")).isEmpty();
        show("calendar");
        browser.await("others are shown", () -> legend("#utilization").size() == location.calendars().size());
    }

    /// Figures follow a change within a second or so: asked for in the same moment, they would be those of before.
    @Test
    void aChangeJustBeforeTheFiguresAreAskedForIsNotMissed() {
        browser.run("""
                const ask = window.fetch
                window.asked = []
                window.fetch = (url, options) => {
                  const path = new URL(url).pathname
                  if (path === '/utilization') window.asked.push(Date.now())
                  if (path !== '/changes/stream') return ask(url, options)
                  const text = (event, data) => new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
                  return Promise.resolve(new Response(new ReadableStream({
                    start(told) {
                      told.enqueue(text('open', {}))
                      window.change = (sequence) => told.enqueue(text('change', { locationId: 'any', appointmentId: 'any', sequence,
                        kind: 'EDITED', changedFields: [], seenAt: new Date().toISOString(), startTime: null }))
                    },
                  })))
                }""");
        choose(QUIET);
        browser.await("the figures are asked for", () -> browser.run("return window.asked.length").equals(1L));
        // The next time is five seconds after the last; the second change comes too late for that.
        browser.run("setTimeout(() => window.change(1), 500); setTimeout(() => { window.change(2); window.last = Date.now() }, 4500)");
        browser.await("they are asked for after the last change", () -> browser.run(
                "return window.last !== undefined && window.asked.some((time) => time >= window.last + 1400)").equals(true));
        assertThat(browser.run("return window.asked.every((time, index) => index === 0 || time - window.asked[index - 1] > 4000)"))
                .as("and not more often than every five seconds").isEqualTo(true);
    }

    @Test
    void aServerThatNeverAnswersIsOneThatDoesNotAnswer() {
        browser.run("""
                const ask = window.fetch
                window.fetch = (url, options) => !new URL(url).pathname.endsWith('/by-hour') ? ask(url, options)
                    : new Promise((_, fail) => options.signal.addEventListener('abort', () => fail(options.signal.reason)))""");
        choose(QUIET);
        browser.await("the others are told", () -> browser.text("#tile-use .note").startsWith("in 30 days"));
        Waiting.until("it is told", PATIENCE, () -> browser.text("#hours .state").equals("Almanac does not answer."));
        assertThat(browser.text("#banner")).contains("Almanac does not answer. Trying again.");
    }

    @Test
    void everyShadeCanBeRead() {
        for (boolean dark : new boolean[] {false, true}) {
            browser.dark(dark);
            assertThat((List<?>) browser.run("""
                    const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
                    const light = (colour) => {
                      pixel.fillStyle = colour
                      pixel.fillRect(0, 0, 1, 1)
                      const [r, g, b] = [...pixel.getImageData(0, 0, 1, 1).data]
                        .map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
                      return 0.2126 * r + 0.7152 * g + 0.0722 * b
                    }
                    const row = document.querySelector('#hours table tbody').insertRow()
                    const contrasts = ['none', 'h0', 'h1', 'h2', 'h3', 'h4', 'h5'].map((shade) => {
                      const field = row.insertCell()
                      field.className = shade
                      const { color, backgroundColor } = getComputedStyle(field)
                      const [dim, bright] = [light(color), light(backgroundColor)].sort((a, b) => a - b)
                      return (bright + 0.05) / (dim + 0.05)
                    })
                    row.remove()
                    return contrasts"""))
                    .hasSize(7)
                    .allSatisfy(contrast -> assertThat(((Number) contrast).doubleValue()).as("dark: " + dark).isGreaterThan(4.5));
        }
    }

    @Test
    void anotherBookmarkInTheSameTabShowsWhatItNames() {
        browser.run("location.hash = arguments[0]", "location=" + QUIET + "&days=7&show=user");
        browser.await("it shows it", () -> browser.text("#tile-use .note").startsWith("in 7 days")
                && legend("#utilization").size() == 2);
        assertThat(browser.run("return document.querySelector('#location').value")).isEqualTo(QUIET);
        browser.driver().navigate().back();
        browser.await("it is back", () -> browser.text("#tile-use .note").startsWith("in 30 days")
                && legend("#utilization").getFirst().startsWith(location.id()));
    }

    @Test
    void freshnessAndBudgetAreToldOfEveryLocationAndOfEachOfItsCalendars() {
        JsonNode standings = ask("/locations").get("locations");
        assertThat(standings).hasSize(DemoLocations.all().size() + 2);
        assertThat(browser.rows("#standings"))
                .extracting(List::getFirst)
                .isEqualTo(StreamSupport.stream(standings.spliterator(), false)
                        .map(standing -> standing.get("locationId").asText())
                        .toList());
        assertThat(browser.rows("#standings")).allSatisfy(row -> assertThat(row.getLast()).matches(".*\\d of (10|200),000"));
        browser.await("the windows are told", () -> browser.rows("#windows table").size()
                == ask("/locations/" + location.id() + "/windows").get("windows").size() / 2);
        assertThat(browser.rows("#windows table")).allSatisfy(row -> assertThat(row.get(3)).matches("\\d+ s, every \\d+ (s|min)"));
    }

    @Test
    void theHoursOfTheWeekAddUpToTheFigures() {
        JsonNode hours = ask("/no-shows/by-hour" + range(0)).get("hours");
        JsonNode cells = ask("/no-shows" + range(0)).get("cells");
        assertThat(sum(hours, "noShow")).isPositive().isEqualTo(sum(cells, "noShow"));
        assertThat(sum(hours, "showed")).isEqualTo(sum(cells, "showed"));
        assertThat(sum(hours, "unmarked")).isEqualTo(sum(cells, "unmarked"));

        List<String> told = new ArrayList<>();
        hours.forEach(hour -> told.add(hour.get("noShow").asInt() + hour.get("showed").asInt() == 0
                ? "·" : hour.get("noShow").asText()));
        assertThat(browser.run("return [...document.querySelectorAll('#hours td span:first-child')].map((field) => field.textContent)"))
                .isEqualTo(told);
    }

    @Test
    void whatChangesInTheCalendarAppearsWithoutReload() {
        browser.run("window.notReloaded = true");
        browser.await("the appointment is listed", () -> browser.text("#unmarked table").contains(unmarked.id()));
        String missedBefore = browser.text("#tile-rate .note");

        simulator.calendar().people().markNoShow(unmarked.id());

        String item = "#changes li[data-appointment='" + unmarked.id() + "'] .what";
        browser.await("the change is told", () -> browser.text(item).startsWith("confirmed → noshow"));
        browser.await("the list is shorter", () -> !browser.text("#unmarked table").contains(unmarked.id()));
        browser.await("the figures follow", () -> !browser.text("#tile-rate .note").equals(missedBefore));
        assertThat(browser.run("return window.notReloaded")).isEqualTo(true);

        String link = "https://example.invalid/secret-meeting";
        simulator.calendar().people().edit(unmarked.id(), "address", link);
        browser.await("the edit is told by the name of its field", () -> browser.text(item).startsWith("address"));
        assertThat(browser.driver().getPageSource()).doesNotContain("secret-meeting");
    }

    @Test
    void commandsThatFailAreListed() {
        String calendarId = location.calendars().getFirst().id();
        String userId = location.calendars().getFirst().team().getFirst();
        String start = OffsetDateTime.now(ZoneOffset.UTC).plusDays(2).format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx"));
        sender.send(CommandSender.create("page-rejected", location.id(), calendarId, userId, "next tuesday", body -> {}));
        simulator.faults().next(Operation.CREATE, new Fault.Reset(Fault.When.BEFORE_EFFECT));
        sender.send(CommandSender.create(
                "page-unresolved", location.id(), calendarId, userId, start, body -> body.setIgnoreFreeSlotValidation(true)));

        browser.await("both are told", () -> browser.rows("#commands table").size() == 2);
        assertThat(browser.rows("#commands table"))
                .satisfiesExactly(
                        row -> assertThat(row).contains("unresolved", "page-unresolved"),
                        row -> assertThat(row).contains("rejected", "page-rejected"));
        browser.await("the tile tells it, too", () ->
                browser.text("#tile-commands .note").contains("1 rejected and 1 unresolved"));
        browser.picture(PICTURES.resolve("commands.png"));
    }

    @Test
    void theKeyboardReachesEverything() {
        Set<String> reached = new LinkedHashSet<>();
        while (true) {
            press(Keys.TAB);
            String on = browser.run("""
                    const on = document.activeElement
                    return on.id || on.name || on.closest('section')?.id + ' ' + on.tagName""").toString();
            if (on.endsWith("BODY")) {
                break;
            }
            reached.add(on);
            assertThat(browser.run("return getComputedStyle(document.activeElement).outlineStyle + getComputedStyle("
                    + "document.activeElement.nextElementSibling ?? document.activeElement).outlineStyle"))
                    .as("the focus is seen on " + reached).asString().contains("solid");
        }
        assertThat(reached).contains(
                "location", "days", "scope", "narrow", "pause", "no-shows BUTTON", "no-shows SUMMARY", "utilization SUMMARY",
                "hours DIV", "unmarked BUTTON", "changes OL", "locations DIV");

        WebElement days = browser.find("input[name=days]:checked");
        days.sendKeys(Keys.ARROW_RIGHT);
        assertThat(browser.run("return location.hash").toString()).contains("days=90");
        browser.find("#no-shows summary").sendKeys(Keys.ENTER);
        browser.await("the table is unfolded", () -> !browser.rows("#no-shows table").isEmpty());
        browser.find("#pause").sendKeys(Keys.SPACE);
        assertThat(browser.find("#pause").getDomAttribute("aria-pressed")).isEqualTo("true");
        assertThat(browser.findAll("canvas")).hasSize(2);
        assertThat(browser.run("return [...document.querySelectorAll('table caption')].every((one) => one.textContent)"))
                .isEqualTo(true);
    }

    @Test
    void figuresCanBeSavedAsAFile(@TempDir Path folder) throws IOException {
        browser.downloadTo(folder);
        browser.find("#no-shows .csv").click();
        Path file = folder.resolve("no-shows-%s-location-%s-%s.csv".formatted(location.id(), today().minusDays(29), today()));
        browser.await("the file is there", () -> Files.exists(file));
        assertThat(Files.readAllLines(file))
                .hasSize(ask("/no-shows" + range(0)).get("cells").size() + 1)
                .first().asString().startsWith("locationId,scope,id,day,");
    }

    @Test
    void aPhoneShowsAllOfItWithoutScrollingSideways() {
        for (boolean dark : new boolean[] {false, true}) {
            browser.resize(390, 844).dark(dark);
            open("days=30&show=user");
            unfold("#utilization");
            assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(390L);
            unfold("#utilization");
            browser.picture(PICTURES.resolve(dark ? "phone-dark.png" : "phone.png"));
        }
        browser.resize(320, 640);
        open("days=90&show=calendar");
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(320L);
    }

    @Test
    void aDesktopShowsItSideBySide() {
        browser.picture(PICTURES.resolve("desktop.png"));
        open("days=30&show=user");
        unfold("#no-shows");
        browser.picture(PICTURES.resolve("desktop-users.png"));
        browser.dark(true);
        open("days=14&show=calendar");
        browser.picture(PICTURES.resolve("desktop-dark.png"));
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(1280L);
    }

    @Test
    void withoutATokenThePageAsksForOne() {
        browser.run("sessionStorage.clear()");
        browser.open(page());
        browser.driver().navigate().refresh();
        browser.await("it asks", () -> browser.find("#login").isDisplayed());
        assertThat(browser.text("#tile-rate .figure")).isEqualTo("–");
        browser.picture(PICTURES.resolve("login.png"));
        browser.find("#token").sendKeys("a-wrong-token-0123456789", Keys.ENTER);
        browser.await("it refuses", () -> browser.find("#login .wrong").isDisplayed());
        browser.find("#token").sendKeys(TOKEN, Keys.ENTER);
        browser.await("it opens", () -> browser.text("#tile-rate .figure").endsWith("%"));
        assertThat(browser.find("#login").isDisplayed()).isFalse();

        browser.driver().navigate().refresh();
        browser.await("it opens again", () -> browser.text("#tile-rate .figure").endsWith("%"));
        browser.find("#forget").click();
        browser.await("it asks again", () -> browser.find("#login").isDisplayed());
        assertThat(browser.complaints()).allSatisfy(told -> assertThat(told).contains("401"));
    }

    @Test
    void anOutageIsToldAndGoesBy() {
        String rate = browser.text("#tile-rate .figure");
        browser.offline(true);
        browser.await("it is told", () -> browser.text("#banner").contains("Almanac does not answer"));
        assertThat(browser.text("#tile-rate .figure")).isEqualTo(rate);
        browser.picture(PICTURES.resolve("outage.png"));
        browser.offline(false);
        browser.await("it is over", () -> browser.text("#banner").isEmpty() && browser.text("#pulse").equals("live"));
        assertThat(browser.complaints()).allSatisfy(told -> assertThat(told).contains("ERR_INTERNET_DISCONNECTED"));
    }

    @Test
    void whereThereIsNothingThePageSaysSo() {
        choose(EMPTY);
        browser.await("every card is told", () -> browser.findAll(".card[data-state=loading]").isEmpty()
                && browser.text("#unmarked .state").equals("All that is over today is marked."));
        assertThat(browser.text("#no-shows .state")).isEqualTo("Nothing in these days.");
        assertThat(browser.text("#hours .state")).isEqualTo("No appointment in these days is over.");
        assertThat(browser.text("#changes .state")).isEqualTo("No change in the last hours.");
        assertThat(browser.text("#commands .state")).isEqualTo("None in the last hours.");
        assertThat(browser.text("#tile-rate .figure")).isEqualTo("–");
        assertThat(browser.text("#tile-unmarked .figure")).isEqualTo("0");
        assertThat(browser.run("return location.hash").toString()).contains("location=" + EMPTY);
        browser.picture(PICTURES.resolve("empty.png"));
    }

    private static VendorLocation whereItIsDay(SimulatedCalendar calendar) {
        return calendar.locations().stream()
                .filter(one -> {
                    int hour = Instant.now().atZone(one.zone()).getHour();
                    return hour >= 3 && hour < 22;
                })
                .findFirst()
                .orElseThrow();
    }

    private static StoredEvent bookedAnHourAgo(SimulatedCalendar calendar) {
        String calendarId = location.calendars().getFirst().id();
        return calendar.people().book(
                location.id(), calendarId, location.calendars().getFirst().team().getFirst(), "contact-1",
                Instant.now().minus(Duration.ofMinutes(90)));
    }

    /// Whether every appointment that the figures should know is in them.
    private static boolean whole() {
        long rows = simulator.calendar().rows(location.id()).stream()
                .filter(row -> row.isAppointment()
                        && !row.startsAt().isBefore(today().minusDays(29).atStartOfDay(location.zone()).toInstant())
                        && row.startsAt().isBefore(today().plusDays(1).atStartOfDay(location.zone()).toInstant()))
                .count();
        return sum(ask("/no-shows" + range(0)).get("cells"), "scheduled") == rows;
    }

    private static void open(String choice) {
        browser.open(page() + "#location=" + location.id() + "&" + choice);
        browser.driver().navigate().refresh();
        browser.await("the page is filled", () -> browser.text("#pulse").equals("live")
                && browser.findAll(".card[data-state=loading]").isEmpty()
                && browser.text("#tile-rate .figure").endsWith("%")
                && !browser.text("#tile-fresh .figure").equals("–"));
    }

    private static void choose(String locationId) {
        browser.find("#location option[value=" + locationId + "]").click();
    }

    private static void show(String scope) {
        browser.run("document.querySelector(`input[name=scope][value=${arguments[0]}]`).click()", scope);
    }

    @SuppressWarnings("unchecked")
    private static List<String> legend(String card) {
        return (List<String>) browser.run(
                "return [...document.querySelectorAll(arguments[0] + ' .legend li')].map((one) => one.textContent)", card);
    }

    /// A text for each id.
    private static List<String> ofEach(JsonNode cells, BiFunction<String, List<JsonNode>, String> text) {
        Map<String, List<JsonNode>> byId = StreamSupport.stream(cells.spliterator(), false)
                .collect(Collectors.groupingBy(cell -> cell.get("id").asText()));
        assertThat(byId).isNotEmpty().hasSizeLessThan(9);
        return byId.entrySet().stream().map(each -> text.apply(each.getKey(), each.getValue())).toList();
    }

    private static String rate(Iterable<JsonNode> cells) {
        int missed = sum(cells, "noShow");
        int marked = missed + sum(cells, "showed");
        return marked == 0 ? "–" : percent((double) missed / marked);
    }

    private static String bounds(Iterable<JsonNode> cells) {
        int missed = sum(cells, "noShow");
        int unmarked = sum(cells, "unmarked");
        double all = missed + sum(cells, "showed") + unmarked;
        return unmarked == 0
                ? ""
                : " (" + percent(missed / all) + " to " + percent((missed + unmarked) / all) + " with " + unmarked + " unmarked)";
    }

    private static String use(Iterable<JsonNode> cells, Predicate<LocalDate> days) {
        double booked = 0;
        double available = 0;
        for (JsonNode cell : cells) {
            if (days.test(LocalDate.parse(cell.get("day").asText())) && !cell.get("availableMinutes").isNull()) {
                booked += cell.get("bookedMinutes").asDouble();
                available += cell.get("availableMinutes").asDouble();
            }
        }
        return available == 0 ? "–" : percent(booked / available);
    }

    private static LocalDate theWeekdayBefore(LocalDate day) {
        return isWeekday(day) ? day : theWeekdayBefore(day.minusDays(1));
    }

    private static boolean isWeekday(LocalDate day) {
        return day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
    }

    private static void unfold(String card) {
        browser.find(card + " summary").click();
    }

    private static void press(Keys key) {
        new Actions(browser.driver()).sendKeys(key).perform();
    }

    private static String page() {
        return "http://127.0.0.1:" + almanac.environment().get("ALMANAC_HTTP_PORT") + "/";
    }

    private static LocalDate today() {
        return LocalDate.now(location.zone());
    }

    private static String range(int ahead) {
        return "?locationId=" + location.id() + "&from=" + today().minusDays(29) + "&to=" + today().plusDays(ahead);
    }

    private static List<List<String>> cells(
            String path, String scope, int ahead, Function<JsonNode, List<String>> row) {
        int days = path.equals("/utilization") ? 14 : 30;
        JsonNode cells = ask(path + "?locationId=" + location.id() + "&scope=" + scope + "&from="
                        + today().minusDays(days - 1) + "&to=" + today().plusDays(ahead))
                .get("cells");
        return StreamSupport.stream(cells.spliterator(), false).map(row).toList().reversed();
    }

    private static void awaitEqual(
            String what,
            Supplier<List<List<String>>> shown,
            Supplier<List<List<String>>> told) {
        Awaitility.await(what).atMost(Duration.ofSeconds(20)).untilAsserted(() ->
                assertThat(shown.get()).hasSizeGreaterThan(5).isEqualTo(told.get()));
    }

    private static JsonNode ask(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(page()).resolve(path))
                    .header("Authorization", "Bearer " + TOKEN)
                    .build();
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return new JsonMapper().readTree(answer.body());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static int sum(Iterable<JsonNode> rows, String member) {
        return StreamSupport.stream(rows.spliterator(), false).mapToInt(row -> row.get(member).asInt()).sum();
    }

    private static String day(JsonNode cell) {
        return DAY.format(LocalDate.parse(cell.get("day").asText()));
    }

    private static String percent(JsonNode ratio) {
        return ratio.isNull() ? "–" : percent(ratio.asDouble());
    }

    private static String percent(double ratio) {
        return String.format(Locale.ROOT, "%.1f %%", ratio * 100);
    }

    private static String hours(JsonNode minutes) {
        return minutes.isNull() ? "–" : String.format(Locale.ROOT, "%.1f h", minutes.asDouble() / 60);
    }
}

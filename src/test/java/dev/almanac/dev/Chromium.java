package dev.almanac.dev;

import static dev.almanac.dev.Waiting.PATIENCE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/// A browser without a window: the Chromium that the machine has, driven by its own driver. Nothing is downloaded.
public final class Chromium implements AutoCloseable {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private final ChromeDriver driver;

    /// Where Debian's packages `chromium` and `chromium-driver` put them.
    public static boolean isInstalled() {
        return Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
    }

    public Chromium() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        // Tests run as root in places, where Chromium's sandbox does not; it sees pages of this test alone.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--window-size=1280,900");
        options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
        driver = new ChromeDriver(
                new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).usingAnyFreePort().build(), options);
    }

    public ChromeDriver driver() {
        return driver;
    }

    public Chromium open(String url) {
        driver.get(url);
        return this;
    }

    /// As a screen of this size shows it; a phone's browser is narrower than a window can be.
    public Chromium resize(int width, int height) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        return this;
    }

    public Chromium dark(boolean dark) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of(
                "features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        return this;
    }

    /// Where what is downloaded goes.
    public Chromium downloadTo(Path folder) {
        driver.executeCdpCommand("Browser.setDownloadBehavior",
                Map.of("behavior", "allow", "downloadPath", folder.toAbsolutePath().toString()));
        return this;
    }

    public Chromium offline(boolean offline) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand("Network.emulateNetworkConditions",
                Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
        return this;
    }

    public WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    public List<WebElement> findAll(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /// The text of an element as it stands in the page, whether it is scrolled into view or not.
    public String text(String selector) {
        return run("return document.querySelector(arguments[0])?.textContent ?? ''", selector).toString().strip();
    }

    /// The rows of a table's body, cell by cell.
    @SuppressWarnings("unchecked")
    public List<List<String>> rows(String table) {
        return (List<List<String>>) run("""
                return [...document.querySelectorAll(arguments[0] + ' tbody tr')]
                    .map((row) => [...row.cells].map((cell) => cell.textContent))""", table);
    }

    public Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    public void await(String what, BooleanSupplier isSo) {
        Waiting.until(what, PATIENCE, isSo);
    }

    /// What the page or the browser complained of since this was asked last.
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /// The whole page, also what does not fit on the screen.
    public void picture(Path file) {
        run("scrollTo(0, 0)");
        Map<String, Object> picture = driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true, "clip", wholePage()));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(picture.get("data").toString()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Map<String, Object> wholePage() {
        Object width = run("return document.documentElement.clientWidth");
        Object height = run("return document.documentElement.scrollHeight");
        return Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1);
    }

    @Override
    public void close() {
        driver.quit();
    }
}

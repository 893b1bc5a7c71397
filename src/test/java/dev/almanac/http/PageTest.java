package dev.almanac.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page is whole: every file it names is handed out, from here and without a token.
class PageTest {
    private static final Pattern NAMED = Pattern.compile("(?:src|href)=\"([^\"#]+)\"|from '([^']+)'|import '([^']+)'");
    private static final Pattern OUTSIDE = Pattern.compile("https?://(?!www\\.w3\\.org/2000/svg)");

    @TempDir
    Path folder;

    @Test
    void everyFileThatThePageNamesIsHandedOutWithoutAToken() throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), "a-token-of-the-page-0123\n");
        Queries none = new Queries(
                (location, scope, id, from, to) -> List.of(), (location, scope, id, from, to) -> List.of(), () -> true, List::of);
        try (HttpFace http = new HttpFace(Map.of("almanac.http.token-file", tokens.toString()), none)) {
            Set<String> files = new TreeSet<>();
            collect(http, "/", files);
            assertThat(files).contains("/", "/favicon.svg", "/openapi.yaml", "/dashboard/app.js", "/dashboard/style.css")
                    .anySatisfy(file -> assertThat(file).startsWith("/webjars/uplot/").endsWith("uPlot.esm.js"));
            assertThat(http.get("/directory").status()).isEqualTo(401);
        }
    }

    @Test
    void nothingOfThePageComesFromElsewhereOrIsWrittenIntoIt() throws Exception {
        try (var files = Files.walk(Path.of("src/main/resources/public"))) {
            assertThat(files.filter(Files::isRegularFile)).isNotEmpty().allSatisfy(file -> {
                String text = Files.readString(file);
                assertThat(OUTSIDE.matcher(text).find()).as(file.toString()).isFalse();
                // The policy of the page would refuse inline styles and scripts; text of others must not become markup.
                assertThat(text).doesNotContain("style=\"", "onclick=", "innerHTML", "insertAdjacentHTML", "eval(");
            });
        }
    }

    private static void collect(HttpFace http, String file, Set<String> seen) throws Exception {
        if (!seen.add(file) || file.startsWith("/health") || file.equals("/prometheus")) {
            return;
        }
        HttpFace.Answer answer = http.get(file);
        assertThat(answer.status()).as(file).isEqualTo(200);
        assertThat(answer.header("Content-Security-Policy")).as(file).isEqualTo(SafeHeaders.POLICY);
        assertThat(answer.contentType()).as(file).startsWith(switch (file.replaceFirst(".*\\.", "")) {
            case "/" -> "text/html";
            case "js" -> "application/javascript";
            case "css" -> "text/css";
            case "svg" -> "image/svg+xml";
            default -> "";
        });
        if (file.startsWith("/webjars/")) {
            return;
        }
        var named = NAMED.matcher(answer.body()).results().toList();
        for (var name : named) {
            String path = name.group(1) != null ? name.group(1) : name.group(2) != null ? name.group(2) : name.group(3);
            collect(http, java.net.URI.create(file).resolve(path).getPath(), seen);
        }
    }
}

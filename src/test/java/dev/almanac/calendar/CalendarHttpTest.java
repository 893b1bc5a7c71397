package dev.almanac.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.almanac.calendar.ApiResult.Denied;
import dev.almanac.calendar.ApiResult.InDoubt;
import dev.almanac.calendar.ApiResult.NotSent;
import dev.almanac.calendar.ApiResult.Ok;
import dev.almanac.calendar.ApiResult.Throttled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What one request comes to on real sockets, and that it is sent at most once.
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CalendarHttpTest {
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final Duration SHORT = Duration.ofMillis(250);
    private static final String SECRET = "pit-secret-token";
    private static final String BOOKED = "{\"id\":\"a\"}";

    @Test
    void aConnectionRefusedIsNotSent() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertNotSent(post(settings(URI.create("http://127.0.0.1:" + port), LONG)), "Connection refused");
    }

    @Test
    void aFailedHandshakeIsNotSent() throws IOException {
        try (RawServer server = RawServer.saying("not TLS\r\n\r\n")) {
            assertNotSent(post(settings(https(server), SHORT)), "");
        }
    }

    @Test
    void aDeadlineDuringTheHandshakeIsNotSent() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("https://127.0.0.1:" + silent.getLocalPort());
            assertNotSent(post(settings(uri, SHORT)), "was not sent within 250 ms");
        }
    }

    @Test
    void noFreeConnectionIsNotSent() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        try (RawServer server = new RawServer(connection -> {
                    arrived.countDown();
                    awaitQuietly(leave);
                    RawServer.say(connection, "HTTP/1.1 201 x\r\ncontent-length: 10\r\n\r\n" + BOOKED);
                });
                CalendarHttp http = new CalendarHttp(withOneConnection(settings(server.uri(), LONG)))) {
            CompletableFuture<ApiResult<String>> holder = inBackground(() -> post(http, server.uri()));
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
            assertNotSent(post(http, server.uri()), "ConnectionRequestTimeoutException");
            leave.countDown();
            assertThat(holder.get(10, TimeUnit.SECONDS)).isInstanceOf(Ok.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void whoMayNoLongerSendSendsNotAByte() throws IOException {
        try (RawServer server = RawServer.answering(201, "", BOOKED)) {
            assertNotSent(post(settings(server.uri(), LONG), () -> false), "no longer allowed to send");
            await().untilAsserted(() -> assertThat(server.connections()).isEqualTo(1));
            assertThat(server.bytes()).isZero();
        }
    }

    @Test
    void theGuardIsAskedOnceWithTheConnectionAtHandAndNothingWritten() throws IOException {
        try (RawServer server = RawServer.answering(201, "", BOOKED)) {
            AtomicInteger asked = new AtomicInteger();
            ApiResult<String> result = post(settings(server.uri(), LONG), () -> {
                asked.incrementAndGet();
                await().untilAsserted(() -> assertThat(server.connections()).isEqualTo(1));
                return server.bytes() == 0;
            });
            assertThat(result).isInstanceOf(Ok.class);
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void aGuardThatAnswersAfterTheDeadlineSendsNothing() throws IOException {
        try (RawServer server = RawServer.answering(201, "", BOOKED)) {
            assertNotSent(post(settings(server.uri(), SHORT), () -> pausedBeyond(SHORT)), "was not sent within 250 ms");
            assertThat(server.bytes()).isZero();
        }
    }

    @Test
    void aGuardThatFailsSendsNothing() throws IOException {
        try (RawServer server = RawServer.answering(201, "", BOOKED)) {
            assertNotSent(
                    post(settings(server.uri(), LONG), () -> {
                        throw new IllegalStateException("no shard");
                    }),
                    "no shard");
            assertThat(server.bytes()).isZero();
        }
    }

    @Test
    void aResetAfterTheRequestIsInDoubtAndNotSentAgain() throws IOException {
        try (RawServer server = new RawServer(RawServer::reset)) {
            assertInDoubt(post(settings(server.uri(), LONG)), "");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void anEndInsteadOfAnAnswerIsInDoubtAndNotSentAgain() throws IOException {
        try (RawServer server = new RawServer(connection -> connection.close())) {
            assertInDoubt(post(settings(server.uri(), LONG)), "NoHttpResponseException");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aRequestOnAConnectionThatEndsUnderItIsInDoubtAndNotSentAgain() throws IOException {
        AtomicInteger answered = new AtomicInteger();
        try (RawServer server = new RawServer(connection -> {
                    if (answered.incrementAndGet() == 1) {
                        RawServer.say(connection, "HTTP/1.1 201 x\r\ncontent-length: 10\r\n\r\n" + BOOKED);
                    } else {
                        connection.close();
                    }
                });
                CalendarHttp http = new CalendarHttp(settings(server.uri(), LONG))) {
            assertThat(post(http, server.uri())).isInstanceOf(Ok.class);
            assertInDoubt(post(http, server.uri()), "");
            assertThat(server.requests()).hasSize(2);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void silenceIsInDoubtAtTheDeadline() throws IOException {
        try (RawServer server = new RawServer(connection -> connection.getInputStream().read())) {
            assertInDoubt(post(settings(server.uri(), SHORT)), "had no whole answer within 250 ms");
        }
    }

    @Test
    void aTimeOutOfTheSocketAtTheDeadlineIsTheDeadline() {
        Attempt attempt = new Attempt(() -> true, Duration.ZERO);
        assertThat(attempt.failed(new SocketTimeoutException("Read timed out")))
                .isEqualTo(new Exchange.Unsent("was not sent within 0 ms"));
    }

    @Test
    void aBodyThatDripsEndsAtTheDeadline() throws IOException {
        try (RawServer server = new RawServer(connection -> {
            RawServer.say(connection, "HTTP/1.1 201 x\r\ncontent-length: 999999\r\nx-ratelimit-max: 25\r\n\r\n{");
            RawServer.drip(connection, " ");
        })) {
            InDoubt<String> result = assertInDoubt(post(settings(server.uri(), SHORT)), "had no whole answer");
            assertThat(result.answer().status()).isEqualTo(201);
            assertThat(result.answer().rateLimit().max()).isEqualTo(25);
        }
    }

    @Test
    void aHeadThatDripsEndsAtTheDeadline() throws IOException {
        try (RawServer server = new RawServer(connection -> {
            RawServer.say(connection, "HTTP/1.1 201 x\r\nx: ");
            RawServer.drip(connection, "y");
        })) {
            assertInDoubt(post(settings(server.uri(), SHORT)), "had no whole answer");
        }
    }

    @Test
    void hintsWithoutAnAnswerEndAtTheDeadline() throws IOException {
        try (RawServer server = new RawServer(
                connection -> RawServer.drip(connection, "HTTP/1.1 103 Early Hints\r\n\r\n"))) {
            assertInDoubt(post(settings(server.uri(), SHORT)), "had no whole answer");
        }
    }

    @Test
    void anEndlessHeadIsNotReadToItsEnd() throws IOException {
        try (RawServer server = new RawServer(connection -> {
            RawServer.say(connection, "HTTP/1.1 201 x\r\n");
            RawServer.drip(connection, "x: " + "y".repeat(1 << 20));
        })) {
            assertInDoubt(post(settings(server.uri(), LONG)), "MessageConstraintException");
        }
    }

    @Test
    void aBodyShorterThanItsLengthIsInDoubt() throws IOException {
        try (RawServer server = new RawServer(connection -> {
            RawServer.say(connection, "HTTP/1.1 201 x\r\ncontent-length: 11\r\n\r\n" + BOOKED);
            connection.close();
        })) {
            assertInDoubt(post(settings(server.uri(), LONG)), "ConnectionClosedException");
        }
    }

    @Test
    void aBodyCutBetweenChunksIsInDoubt() throws IOException {
        try (RawServer server = new RawServer(connection -> {
            RawServer.say(connection, "HTTP/1.1 201 x\r\ntransfer-encoding: chunked\r\n\r\na\r\n" + BOOKED + "\r\n");
            connection.close();
        })) {
            assertInDoubt(post(settings(server.uri(), LONG)), "ConnectionClosedException");
        }
    }

    @Test
    void aBodyBeyondTheLimitIsInDoubtAndLeftUnread() throws IOException {
        try (RawServer server = new RawServer(connection -> {
            RawServer.say(connection, "HTTP/1.1 201 x\r\ncontent-length: 999999999\r\n\r\n");
            RawServer.drip(connection, " ".repeat(512));
        })) {
            assertInDoubt(post(settings(server.uri(), LONG)), "an answer of more than 2000 bytes");
        }
    }

    @Test
    void theLimitCountsWhatWasUnpacked() throws IOException {
        byte[] packed = gzip(" ".repeat(100_000) + BOOKED);
        try (RawServer server = new RawServer(connection -> sayPacked(connection.getOutputStream(), packed))) {
            assertInDoubt(post(settings(server.uri(), LONG)), "an answer of more than 2000 bytes");
        }
    }

    @Test
    void aPackedAnswerIsUnpacked() throws IOException {
        byte[] packed = gzip(BOOKED);
        try (RawServer server = new RawServer(connection -> sayPacked(connection.getOutputStream(), packed))) {
            assertThat(post(settings(server.uri(), LONG))).isInstanceOf(Ok.class);
        }
    }

    @Test
    void anUnknownPackingIsInDoubt() throws IOException {
        try (RawServer server = RawServer.answering(201, "content-encoding: zstd\r\n", BOOKED)) {
            assertInDoubt(post(settings(server.uri(), LONG)), "");
        }
    }

    @Test
    void aPageInsteadOfAnAnswerIsInDoubt() throws IOException {
        try (RawServer server = RawServer.answering(200, "content-type: text/html\r\n", "<html>Welcome</html>")) {
            assertInDoubt(post(settings(server.uri(), LONG)), "HTTP 200, but not a JSON object");
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        try (RawServer server = RawServer.answering(307, "location: /elsewhere\r\n", "")) {
            assertInDoubt(post(settings(server.uri(), LONG)), "HTTP 307");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aServerErrorIsInDoubtAndNotSentAgain() throws IOException {
        for (int status : new int[] {408, 500, 502, 503}) {
            try (RawServer server = RawServer.answering(status, "retry-after: 0\r\n", "{\"message\":\"x\"}")) {
                assertInDoubt(post(settings(server.uri(), LONG)), "HTTP " + status);
                assertThat(server.requests()).hasSize(1);
            }
        }
    }

    @Test
    void aChallengeIsNotAnswered() throws IOException {
        String challenge = "www-authenticate: Basic realm=x\r\n";
        try (RawServer server = RawServer.answering(401, challenge, "{\"message\":\"Invalid JWT\"}")) {
            assertThat(post(settings(server.uri(), LONG))).isInstanceOf(Denied.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aThrottledCallTellsTheAllowance() throws IOException {
        String headers = """
                x-ratelimit-max: 25\r
                X-RateLimit-Remaining: 0\r
                x-ratelimit-interval-milliseconds: 10000\r
                x-ratelimit-limit-daily: 200000\r
                x-ratelimit-daily-remaining: many\r
                x-ratelimit-daily-reset: 86343000\r
                """;
        try (RawServer server =
                RawServer.answering(429, headers, "{\"statusCode\":429,\"message\":\"Too Many Requests\"}")) {
            assertThat(post(settings(server.uri(), LONG)))
                    .isEqualTo(new Throttled<>(new Answer(429, "Too Many Requests", null, new RateLimit(
                            25, 0, Duration.ofSeconds(10), 200_000, null, Duration.ofMillis(86_343_000)))));
        }
    }

    @Test
    void theTraceIdOfABodyIsToldAndThatOfAHeaderElse() throws IOException {
        String header = "x-trace-id: h\r\n";
        try (RawServer server = RawServer.answering(429, header, "{\"message\":\"x\",\"traceId\":\"b\"}")) {
            assertThat(((Throttled<?>) post(settings(server.uri(), LONG))).answer().traceId()).isEqualTo("b");
        }
        try (RawServer server = RawServer.answering(201, header, BOOKED)) {
            assertThat(((Ok<?>) post(settings(server.uri(), LONG))).answer().traceId()).isEqualTo("h");
        }
    }

    @Test
    void cookiesAreNotKept() throws IOException {
        try (RawServer server = RawServer.answering(201, "set-cookie: a=b\r\n", BOOKED);
                CalendarHttp http = new CalendarHttp(settings(server.uri(), LONG))) {
            post(http, server.uri());
            post(http, server.uri());
            assertThat(server.requests()).hasSize(2).noneMatch(request -> request.contains("a=b"));
        }
    }

    @Test
    void theTokenIsSentAndToldNowhereElse() throws IOException {
        try (RawServer server = new RawServer(RawServer::reset)) {
            ApiResult<String> result = post(settings(server.uri(), LONG));
            assertThat(server.requests().getFirst()).contains("Authorization: Bearer " + SECRET + "\r\n");
            assertThat(result.toString()).doesNotContain(SECRET);
            assertThat(caller(() -> true).toString()).doesNotContain(SECRET);
        }
    }

    @Test
    void closingEndsWhatIsUnderWayAndSendsNothingMore() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (RawServer server = new RawServer(connection -> {
            arrived.countDown();
            connection.getInputStream().read();
        })) {
            CalendarHttp http = new CalendarHttp(settings(server.uri(), LONG));
            CompletableFuture<ApiResult<String>> call = inBackground(() -> post(http, server.uri()));
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
            http.close();
            assertInDoubt(call.get(10, TimeUnit.SECONDS), "");
            assertNotSent(post(http, server.uri()), "");
            assertThat(server.requests()).hasSize(1);
        }
    }

    private static ApiResult<String> post(CalendarSettings settings) {
        return post(settings, () -> true);
    }

    private static ApiResult<String> post(CalendarSettings settings, BooleanSupplier mayStillSend) {
        try (CalendarHttp http = new CalendarHttp(settings)) {
            return http.send(caller(mayStillSend), request(settings.baseUrl()), ApiJson::writtenId);
        }
    }

    private static ApiResult<String> post(CalendarHttp http, URI uri) {
        return http.send(caller(() -> true), request(uri), ApiJson::writtenId);
    }

    private static CalendarRequest request(URI uri) {
        byte[] body = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        return new CalendarRequest(Operation.CREATE_APPOINTMENT, uri.resolve("/calendars"), body);
    }

    private static Caller caller(BooleanSupplier mayStillSend) {
        return new Caller(new AccessToken(SECRET), mayStillSend);
    }

    private static CalendarSettings settings(URI uri, Duration deadline) {
        return new CalendarSettings(
                uri, "2021-04-15", deadline, LONG, Duration.ofMillis(50), 9, null, LONG, 2000, "almanac/test");
    }

    private static CalendarSettings withOneConnection(CalendarSettings s) {
        return new CalendarSettings(
                s.baseUrl(), s.version(), s.callDeadline(), s.connectTimeout(), s.connectionWait(), 1, null,
                s.connectionIdle(), s.maxResponseBytes(), s.userAgent());
    }

    private static URI https(RawServer server) {
        return URI.create("https://127.0.0.1:" + server.uri().getPort());
    }

    private static <T> CompletableFuture<T> inBackground(Supplier<T> call) {
        return CompletableFuture.supplyAsync(call, task -> Thread.ofVirtual().start(task));
    }

    private static boolean pausedBeyond(Duration wait) {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + wait.toNanos();
        while (System.nanoTime() - end < 0) {
            try {
                never.await(wait.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return true;
    }

    private static void awaitQuietly(CountDownLatch latch) throws IOException {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private static void sayPacked(OutputStream out, byte[] packed) throws IOException {
        String head = "HTTP/1.1 201 x\r\ncontent-encoding: gzip\r\ncontent-length: " + packed.length + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.UTF_8));
        out.write(packed);
        out.flush();
    }

    private static void assertNotSent(ApiResult<String> result, String cause) {
        assertThat(result).isInstanceOfSatisfying(
                NotSent.class, notSent -> assertThat(notSent.cause()).contains(cause));
    }

    private static InDoubt<String> assertInDoubt(ApiResult<String> result, String cause) {
        assertThat(result).isInstanceOfSatisfying(
                InDoubt.class, inDoubt -> assertThat(inDoubt.cause()).contains(cause));
        return (InDoubt<String>) result;
    }
}

package dev.almanac.calendar;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.entity.InputStreamFactory;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// Sends a request once and says what it came to. It never sends twice, follows no redirect, answers no challenge and
/// keeps no cookie, and it does not throw: every failure is either "not a byte was sent" or "in doubt".
///
/// A call blocks its thread, which is meant to be a virtual one, until the answer or the deadline. One exception: a
/// name look-up cannot be interrupted, so a call may come back later than its deadline, but then it has sent nothing.
final class CalendarHttp implements AutoCloseable {
    private static final ContentType JSON = ContentType.create("application/json");

    /// A connection idle for longer than this is tested before it is used again (about a millisecond), so that a
    /// request seldom goes out on one that the far side has closed: its fate would be in doubt although nobody read it.
    private static final TimeValue TRUSTED_IDLE = TimeValue.ofMilliseconds(100);

    /// Against an endless head; the body has its own limit.
    private static final Http1Config HEAD_LIMITS =
            Http1Config.custom().setMaxLineLength(64 * 1024).setMaxHeaderCount(500).build();

    /// Otherwise every codec that happens to be on the class path is offered, and Kafka brings some.
    private static final Map<String, InputStreamFactory> CODECS = Map.of("gzip", GZIPInputStream::new);

    private final CalendarSettings settings;
    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor deadlines;

    CalendarHttp(CalendarSettings settings) {
        this.settings = settings;
        this.client = client(settings);
        this.deadlines = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("calendar-deadlines").factory());
        deadlines.setRemoveOnCancelPolicy(true);
    }

    <T> ApiResult<T> send(Caller caller, CalendarRequest request, AnswerReader<T> reader) {
        return switch (exchange(caller, request)) {
            case Exchange.Unsent(String cause) -> new ApiResult.NotSent<>(cause);
            case Exchange.Lost(String cause, Answer head) -> new ApiResult.InDoubt<>(cause, head);
            case Exchange.Received received -> AnswerMeaning.of(request.operation(), received, reader);
        };
    }

    /// Ends what is under way: its outcome is in doubt, or not sent.
    @Override
    public void close() {
        deadlines.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
    }

    private Exchange exchange(Caller caller, CalendarRequest request) {
        Attempt attempt = new Attempt(caller.mayStillSend(), settings.callDeadline());
        HttpUriRequestBase message = message(caller.token(), request);
        Future<?> alarm = null;
        try {
            alarm = deadlines.schedule(
                    () -> attempt.expire(message), settings.callDeadline().toNanos(), TimeUnit.NANOSECONDS);
            return client.execute(message, attempt.context(), response -> received(response, message, attempt));
        } catch (IOException | RuntimeException e) {
            return attempt.failed(e);
        } finally {
            if (alarm != null) {
                alarm.cancel(false);
            }
        }
    }

    private HttpUriRequestBase message(AccessToken token, CalendarRequest request) {
        HttpUriRequestBase message = new HttpUriRequestBase(request.operation().method, request.uri());
        message.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token.value());
        message.setHeader("Version", settings.version());
        message.setHeader(HttpHeaders.ACCEPT, JSON.getMimeType());
        if (request.body() != null) {
            message.setEntity(new ByteArrayEntity(request.body(), JSON));
        }
        return message;
    }

    private Exchange received(ClassicHttpResponse response, HttpUriRequestBase message, Attempt attempt)
            throws IOException {
        RateLimit rateLimit = AnswerHeaders.rateLimit(response);
        String traceId = AnswerHeaders.traceId(response);
        attempt.headArrived(new Answer(response.getCode(), null, traceId, rateLimit));
        return new Exchange.Received(response.getCode(), traceId, rateLimit, body(response.getEntity(), message));
    }

    private byte[] body(HttpEntity entity, HttpUriRequestBase message) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        InputStream content = entity.getContent();
        byte[] body = content.readNBytes(settings.maxResponseBytes() + 1);
        if (body.length > settings.maxResponseBytes()) {
            // Otherwise closing the answer would read all the rest of it.
            message.cancel();
            throw new Attempt.Ended("an answer of more than " + settings.maxResponseBytes() + " bytes");
        }
        return body;
    }

    private static CloseableHttpClient client(CalendarSettings settings) {
        RequestConfig request = RequestConfig.custom()
                .setConnectionRequestTimeout(timeout(settings.connectionWait()))
                .setResponseTimeout(timeout(settings.callDeadline()))
                .setAuthenticationEnabled(false)
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections(settings))
                .setRequestExecutor(new Attempt.Gate())
                .setDefaultRequestConfig(request)
                .setUserAgent(settings.userAgent())
                .setContentDecoderRegistry(new LinkedHashMap<>(CODECS))
                .evictExpiredConnections()
                .evictIdleConnections(TimeValue.of(settings.connectionIdle()))
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    private static HttpClientConnectionManager connections(CalendarSettings settings) {
        Timeout connectTimeout = timeout(settings.connectTimeout());
        ConnectionConfig connection = ConnectionConfig.custom()
                .setConnectTimeout(connectTimeout)
                .setSocketTimeout(timeout(settings.callDeadline()))
                .setValidateAfterInactivity(TRUSTED_IDLE)
                .build();
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(HEAD_LIMITS).build())
                .setMaxConnTotal(settings.connections())
                .setMaxConnPerRoute(settings.connectionsPerRoute())
                .setDefaultConnectionConfig(connection)
                .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connectTimeout).build())
                .build();
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration);
    }
}

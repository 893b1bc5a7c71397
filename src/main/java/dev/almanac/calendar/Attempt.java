package dev.almanac.calendar;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;

/// One request under way: its deadline, its guard, and whether a byte of it may have left. It travels in the request's
/// context down to [Gate], the last stop before the socket.
final class Attempt {
    private static final String ATTRIBUTE = Attempt.class.getName();

    private final BooleanSupplier mayStillSend;
    private final Duration allowed;
    private final long deadlineNanos;
    private volatile boolean mayHaveLeft;
    private volatile boolean expired;
    private Answer head;

    Attempt(BooleanSupplier mayStillSend, Duration allowed) {
        this.mayStillSend = mayStillSend;
        this.allowed = allowed;
        this.deadlineNanos = System.nanoTime() + allowed.toNanos();
    }

    HttpClientContext context() {
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(ATTRIBUTE, this);
        return context;
    }

    /// Ends the request by closing its connection, wherever it is. On a thread of its own: a close may block.
    void expire(HttpUriRequestBase request) {
        expired = true;
        Thread.ofVirtual().name("calendar-deadline").start(request::cancel);
    }

    void headArrived(Answer answer) {
        head = answer;
    }

    /// Messages of exceptions are told only for what happened before the first byte: later ones may quote an answer.
    Exchange failed(Exception e) {
        // The socket's own time-out, which is as long, may be noticed before the alarm.
        boolean overdue = expired || !(e instanceof Ended) && isOverdue();
        if (!mayHaveLeft) {
            return new Exchange.Unsent(overdue ? overdue("was not sent") : describe(e));
        }
        String cause = overdue
                ? overdue("had no whole answer")
                : e instanceof Ended ended ? ended.getMessage() : e.getClass().getSimpleName();
        return new Exchange.Lost(cause, head);
    }

    private boolean isOverdue() {
        return System.nanoTime() - deadlineNanos >= 0;
    }

    private String overdue(String what) {
        return what + " within " + allowed.toMillis() + " ms";
    }

    private static String describe(Exception e) {
        return e instanceof Ended ? e.getMessage() : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private void passGate() throws Ended {
        if (!mayStillSend.getAsBoolean()) {
            throw new Ended("no longer allowed to send");
        }
        // After the guard, which may have taken its time.
        if (isOverdue()) {
            expired = true;
        }
        if (expired) {
            throw new Ended("too late to send");
        }
        mayHaveLeft = true;
    }

    /// We ended the request ourselves; the message is ours.
    static final class Ended extends IOException {
        Ended(String message) {
            super(message);
        }
    }

    /// Runs with a connection leased, connected and through its TLS handshake, and writes the request. Everything that
    /// fails before it has provably sent nothing.
    static final class Gate extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                HttpResponseInformationCallback informationCallback,
                HttpContext context) throws IOException, HttpException {
            ((Attempt) context.getAttribute(ATTRIBUTE)).passGate();
            return super.execute(request, connection, informationCallback, context);
        }
    }
}

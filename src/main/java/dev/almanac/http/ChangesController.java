package dev.almanac.http;

import dev.almanac.live.ChangeNote;
import dev.almanac.live.Recent;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Schedulers;

/// `GET /changes`: the last changes of a location; `GET /changes/stream`: the same as they come, as server-sent events.
///
/// A stream begins with `open`; whoever reads the list after that and merges both by appointment and sequence misses nothing. Each
/// change is an event `change`; `tick` shows that the stream lives. A reader that is too slow is cut off, and begins anew.
@Controller
class ChangesController {
    /// Each costs a connection and a buffer; a page opens one.
    static final int MOST_STREAMS = 200;

    /// Changes that may wait for a slow reader: a poll of a busy location tells some hundred at once.
    private static final int MOST_WAITING = 1_000;

    // Shorter than a minute, after which proxies commonly give up on a silent connection.
    private static final Duration TICK = Duration.ofSeconds(15);

    private final LiveQueries live;
    private final AtomicInteger streams = new AtomicInteger();

    ChangesController(LiveQueries live) {
        this.live = live;
    }

    @Get("/changes")
    @ExecuteOn(TaskExecutors.BLOCKING)
    ChangesAnswer changes(HttpRequest<?> request) {
        String locationId = CellRequest.locationId(request.getParameters()::get);
        int limit = CellRequest.limit(request.getParameters()::get);
        live.requireCaughtUp();
        return new ChangesAnswer(
                live.changes().of(locationId, limit).stream().map(ChangesAnswer::change).toList());
    }

    // HEAD would be answered without a stream that could end.
    @Get(value = "/changes/stream", produces = MediaType.TEXT_EVENT_STREAM, headRoute = false)
    Publisher<Event<Object>> stream(HttpRequest<?> request) {
        String locationId = CellRequest.locationId(request.getParameters()::get);
        live.requireCaughtUp();
        if (streams.get() >= MOST_STREAMS) {
            throw new HttpStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE, "there are " + MOST_STREAMS + " streams open; try again later");
        }
        return Flux.defer(() -> open(locationId));
    }

    /// Counted from the moment somebody reads it, since only what is read is ended. Of many that begin in one moment, those beyond
    /// the limit end at once.
    private Flux<Event<Object>> open(String locationId) {
        if (streams.incrementAndGet() > MOST_STREAMS) {
            streams.decrementAndGet();
            return Flux.empty();
        }
        Event<Object> open = Event.<Object>of(Map.of()).name("open");
        Flux<Event<Object>> ticks = Flux.interval(TICK).onBackpressureDrop().map(_ -> Event.<Object>of(Map.of()).name("tick"));
        // Listening comes before `open` is said.
        return Flux.merge(changesOf(locationId), Flux.just(open), ticks)
                .doFinally(_ -> streams.decrementAndGet());
    }

    private Flux<Event<Object>> changesOf(String locationId) {
        return Flux.<ChangeNote>create(sink -> listen(locationId, sink), FluxSink.OverflowStrategy.IGNORE)
                .onBackpressureBuffer(MOST_WAITING)
                // What reads the topic must not be kept by what writes to a browser.
                .publishOn(Schedulers.parallel())
                .map(note -> Event.<Object>of(ChangesAnswer.change(note)).name("change"));
    }

    private void listen(String locationId, FluxSink<ChangeNote> sink) {
        Recent.Listening listening = live.changes().listen((location, note) -> {
            if (location.equals(locationId)) {
                sink.next(note);
            }
        });
        sink.onDispose(listening::close);
    }
}

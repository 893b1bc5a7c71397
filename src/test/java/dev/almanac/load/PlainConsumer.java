package dev.almanac.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// The same work as it is commonly done, to be measured against: take a batch, send each create with up to three attempts,
/// say how each ended, commit the offsets. At least once, as the textbooks say: no journal, no marker, no look-up.
///
/// It is a careful one of its kind: it commits only after the batch, flushes what it says before, repeats only what may
/// have failed for a passing reason, and keeps its place in the group over a restart.
public final class PlainConsumer {
    static final String READY = "the plain consumer is ready";
    static final String SUCCEEDED = "succeeded";
    static final String FAILED = "failed";

    private static final int ATTEMPTS = 3;
    private static final int CONNECTIONS = 50;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> settings;
    private final CloseableHttpClient http = HttpClients.custom()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(CONNECTIONS)
                    .setMaxConnTotal(CONNECTIONS)
                    .build())
            .build();

    private PlainConsumer(Map<String, String> settings) {
        this.settings = settings;
    }

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        new PlainConsumer(System.getenv()).run();
    }

    private void run() throws InterruptedException, ExecutionException {
        try (KafkaConsumer<String, Object> consumer = consumer();
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", settings.get("PLAIN_KAFKA")),
                        new StringSerializer(), new StringSerializer());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            consumer.subscribe(List.of(settings.get("PLAIN_COMMANDS")));
            boolean ready = false;
            while (true) {
                ConsumerRecords<String, Object> batch = consumer.poll(POLL);
                if (!ready && !consumer.assignment().isEmpty()) {
                    ready = true;
                    System.out.println(READY);
                }
                List<Future<?>> ends = new ArrayList<>();
                for (ConsumerRecord<String, Object> record : batch) {
                    ends.add(threads.submit(() -> handle((GenericRecord) record.value(), producer)));
                }
                for (Future<?> end : ends) {
                    end.get();
                }
                producer.flush();
                consumer.commitSync();
            }
        }
    }

    private void handle(GenericRecord command, KafkaProducer<String, String> producer) {
        String end = book(command) ? SUCCEEDED : FAILED;
        producer.send(new ProducerRecord<>(settings.get("PLAIN_RESULTS"), command.get("commandId").toString(), end));
    }

    private boolean book(GenericRecord command) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                int status = post(command);
                if (status < 500 && status != 429) {
                    return status < 300;
                }
            } catch (IOException lost) {
                System.out.println("attempt " + attempt + ": " + lost);
            }
            try {
                Thread.sleep(BETWEEN_ATTEMPTS);
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    private int post(GenericRecord command) throws IOException {
        String location = command.get("locationId").toString();
        Map<String, Object> body = new HashMap<>(Map.of("locationId", location));
        GenericRecord create = (GenericRecord) command.get("create");
        for (Schema.Field member : create.getSchema().getFields()) {
            Object value = create.get(member.pos());
            if (value != null) {
                body.put(member.name(), value instanceof CharSequence text ? text.toString() : value);
            }
        }
        HttpPost request = new HttpPost(settings.get("PLAIN_CALENDAR") + "/calendars/events/appointments");
        request.setHeader("Authorization", "Bearer token-" + location);
        request.setHeader("Version", "2021-04-15");
        request.setEntity(new StringEntity(JSON.writeValueAsString(body), ContentType.APPLICATION_JSON));
        return http.execute(request, answer -> {
            EntityUtils.consume(answer.getEntity());
            return answer.getCode();
        });
    }

    private KafkaConsumer<String, Object> consumer() {
        Map<String, Object> kafka = Map.of(
                "bootstrap.servers", settings.get("PLAIN_KAFKA"),
                "group.id", settings.get("PLAIN_GROUP"),
                "group.instance.id", "one",
                "session.timeout.ms", "6000",
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "false");
        KafkaAvroDeserializer values = new KafkaAvroDeserializer();
        values.configure(Map.of("schema.registry.url", settings.get("PLAIN_REGISTRY")), false);
        return new KafkaConsumer<>(kafka, new StringDeserializer(), values);
    }
}

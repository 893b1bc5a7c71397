package dev.almanac;

import dev.almanac.calendar.CalendarApi;
import dev.almanac.calendar.CalendarSettings;
import dev.almanac.calendar.Caller;
import dev.almanac.kafka.KafkaClients;
import dev.almanac.kafka.KafkaSettings;
import dev.almanac.kafka.SetupFailed;
import dev.almanac.location.CredentialSettings;
import dev.almanac.location.Credentials;
import dev.almanac.location.Location;
import dev.almanac.location.LocationSettings;
import dev.almanac.location.LocationsFile;
import dev.almanac.shard.CompactedReader;
import dev.almanac.wire.Registry;
import dev.almanac.wire.RegistrySettings;
import io.micronaut.context.ApplicationContext;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command `verify-feed`. Takes the same settings as the processes that it checks, and none of their work.
@Command(
        name = VerifyFeed.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compares the rows of the feed with the calendars, and prints what stays different.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:nothing differs", "1:something does", "2:it could not be found out"})
final class VerifyFeed implements Callable<Integer> {
    static final String NAME = "verify-feed";
    private static final int DIFFERS = 1;
    private static final int FAILED = 2;
    private static final Duration CLOSE_ADMIN_WITHIN = Duration.ofSeconds(1);

    private final ApplicationContext context;

    @Spec
    private CommandSpec command;

    @Option(names = "--location", paramLabel = "ID", description = "Only this location; may be repeated. Default: all.")
    private Set<String> wanted = Set.of();

    @Option(
            names = "--pause", defaultValue = "500ms", paramLabel = "DURATION",
            description = "Between two requests, which count against the same allowance as Almanac's. Default: ${DEFAULT-VALUE}.")
    private Duration pause;

    @Option(
            names = "--again", defaultValue = "60s", paramLabel = "DURATION",
            description = "Between two looks at what differs. Default: ${DEFAULT-VALUE}.")
    private Duration again;

    @Option(
            names = "--patience", defaultValue = "30m", paramLabel = "DURATION",
            description = "How long something may differ: a far window, at least, has to be polled meanwhile. "
                    + "Default: ${DEFAULT-VALUE}.")
    private Duration patience;

    private VerifyFeed(ApplicationContext context) {
        this.context = context;
    }

    /// @param args the first is the command's name
    /// @return the exit code
    static int run(String... args) {
        try (ApplicationContext context = ApplicationContext.builder().banner(false).build()) {
            return run(context, new PrintWriter(System.out, true), args);
        }
    }

    /// With settings from elsewhere.
    static int run(ApplicationContext context, PrintWriter out, String... args) {
        return new CommandLine(new VerifyFeed(context))
                .registerConverter(Duration.class, text -> context.getConversionService()
                        .convert(text, Duration.class)
                        .orElseThrow(() -> new CommandLine.TypeConversionException(
                                "'" + text + "' is not a duration; write 500ms, 60s, 30m or 1h")))
                .setOut(out)
                .setErr(out)
                .execute(List.of(args).subList(1, args.length).toArray(String[]::new));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = command.commandLine().getOut();
        List<String> problems =
                SettingsCheck.problems(context.getEnvironment().start(), SettingsCheck.RECORDS);
        if (!problems.isEmpty()) {
            problems.forEach(out::println);
            return FAILED;
        }
        try {
            context.start();
            int differences = verify(out);
            out.println(differences == 0 ? "The feed is what the calendars say." : differences + " differ.");
            return differences == 0 ? 0 : DIFFERS;
        } catch (RuntimeException failure) {
            StartFailure.explain(failure).forEach(out::println);
            return FAILED;
        }
    }

    private int verify(PrintWriter out) throws InterruptedException {
        List<Location> locations = chosen(LocationsFile.read(context.getBean(LocationSettings.class).file()));
        InstantSource clock = InstantSource.system();
        Credentials credentials =
                Credentials.load(context.getBean(CredentialSettings.class), System.getenv(), clock);
        credentials.requireAll(locations);
        KafkaSettings settings = context.getBean(KafkaSettings.class);
        KafkaClients kafka = new KafkaClients(settings);
        Admin admin = kafka.admin();
        try (Registry registry = new Registry(context.getBean(RegistrySettings.class));
                Consumer<byte[], byte[]> reader = kafka.reader(NAME);
                CalendarApi api = new CalendarApi(context.getBean(CalendarSettings.class))) {
            FeedVerification verification = new FeedVerification(
                    new FeedVerification.Sources(
                            api, Topics.of(settings.topicPrefix(), registry), new CompactedReader(reader, admin),
                            settings.shards(), clock),
                    new FeedVerification.Pace(pause, again, patience),
                    out::println);
            int differences = 0;
            for (Location location : locations) {
                Caller caller = new Caller(credentials.token(location.credential()).orElseThrow(), () -> true);
                differences += verification.verify(location, caller);
            }
            return differences;
        } finally {
            admin.close(CLOSE_ADMIN_WITHIN);
        }
    }

    private List<Location> chosen(List<Location> all) {
        Set<String> known = all.stream().map(Location::locationId).collect(Collectors.toSet());
        wanted.stream().filter(id -> !known.contains(id)).findFirst().ifPresent(unknown -> {
            throw new SetupFailed("there is no location '" + unknown + "' in the locations file");
        });
        return all.stream().filter(location -> wanted.isEmpty() || wanted.contains(location.locationId())).toList();
    }
}

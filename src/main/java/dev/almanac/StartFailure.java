package dev.almanac;

import dev.almanac.kafka.SetupFailed;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Turns what made the start fail into lines for an operator, each naming the setting and its environment variable where
/// there is one to mend. Never a stack trace, never a line of the framework's about its own beans.
final class StartFailure {
    /// How Micronaut words a setting it cannot use; the key is nowhere else in its exceptions.
    private static final Pattern UNUSABLE = Pattern.compile("Error resolving property value \\[([^]]+)]\\. (.+)");

    private static final Pattern KEY = Pattern.compile("almanac\\.[a-z]+\\.[a-z]+(-[a-z]+)*");

    private static final Pattern LISTENING = Pattern.compile("Unable to start Micronaut server on (\\S+)");

    private StartFailure() {}

    /// One line per problem; at least one.
    static List<String> explain(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .map(cause -> unusableSetting(cause).or(() -> addressInUse(cause, failure)))
                .flatMap(Optional::stream)
                .findFirst()
                .map(List::of)
                .orElseGet(() -> inItsOwnWords(firstOfOurs(failure)));
    }

    private static Optional<String> unusableSetting(Throwable cause) {
        Matcher matcher = UNUSABLE.matcher(String.valueOf(cause.getMessage()));
        return matcher.find() ? Optional.of(new SettingKey(matcher.group(1)) + ": " + matcher.group(2)) : Optional.empty();
    }

    private static Optional<String> addressInUse(Throwable cause, Throwable failure) {
        if (!(cause instanceof BindException)) {
            return Optional.empty();
        }
        Matcher matcher = LISTENING.matcher(String.valueOf(failure.getMessage()));
        return Optional.of("cannot listen on %s: %s; choose another with %s and %s"
                .formatted(
                        matcher.find() ? matcher.group(1) : "the HTTP address",
                        cause.getMessage(),
                        new SettingKey("micronaut.server.host"),
                        new SettingKey("micronaut.server.port")));
    }

    /// The outermost exception that is not wrapping: the one worded by who knows what was attempted.
    private static Throwable firstOfOurs(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && isWrapper(cause)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isWrapper(Throwable cause) {
        return cause.getClass().getName().startsWith("io.micronaut.")
                || cause instanceof UncheckedIOException
                || cause instanceof ExecutionException
                || cause instanceof CompletionException;
    }

    private static List<String> inItsOwnWords(Throwable cause) {
        String message = switch (cause) {
            case NoSuchFileException absent -> "the file " + absent.getFile() + " does not exist";
            case AccessDeniedException closed -> "the file " + closed.getFile() + " may not be read";
            case Throwable other when other.getMessage() == null -> other.getClass().getName();
            case IllegalArgumentException worded -> worded.getMessage();
            case SetupFailed worded -> withVariables(worded.getMessage());
            case IllegalStateException worded -> worded.getMessage();
            case NullPointerException absent -> absent.getMessage();
            case Throwable other -> other.getClass().getSimpleName() + ": " + other.getMessage();
        };
        Optional<Class<?>> settings = settingsThatThrew(cause);
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> settings.map(type -> withKey(type, line)).orElse(line))
                .toList();
    }

    /// Every key in a message with the environment variable that sets it.
    private static String withVariables(String message) {
        return KEY.matcher(message).replaceAll(key -> Matcher.quoteReplacement(new SettingKey(key.group()).toString()));
    }

    /// The settings record in whose constructor an exception arose.
    private static Optional<Class<?>> settingsThatThrew(Throwable cause) {
        return Arrays.stream(cause.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("dev.almanac."))
                .<Class<?>>mapMulti((frame, found) -> {
                    try {
                        found.accept(Class.forName(frame.getClassName()));
                    } catch (ClassNotFoundException hidden) {
                        // A hidden class is not a settings record.
                    }
                })
                .filter(type -> type.isRecord() && type.isAnnotationPresent(ConfigurationProperties.class))
                .findFirst();
    }

    /// A record words a problem as `<key> must …`, or begins with the component's name, which is the key in camel case.
    private static String withKey(Class<?> settings, String line) {
        String prefix = SettingKey.prefix(settings);
        if (line.startsWith(prefix + ".")) {
            String key = line.split(" ", 2)[0];
            return new SettingKey(key) + line.substring(key.length());
        }
        return Arrays.stream(settings.getRecordComponents())
                .map(RecordComponent::getName)
                .filter(name -> line.equals(name) || line.startsWith(name + " "))
                .findFirst()
                .map(name -> SettingKey.of(settings, name)
                        + (line.equals(name) ? " is required and not set" : line.substring(name.length())))
                .orElse(prefix + ": " + line);
    }
}

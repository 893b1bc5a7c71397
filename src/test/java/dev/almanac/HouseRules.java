package dev.almanac;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toCollection;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The rules of the house, over the classes below one base package. Each gives its violations in words; none: it holds.
final class HouseRules {
    /// Which package may import which; the root may import all. A package that is not listed may import none of ours.
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            entry("calendar", Set.of()),
            entry("kafka", Set.of()),
            entry("location", Set.of("calendar")),
            entry("command", Set.of("calendar")),
            entry("change", Set.of("calendar", "location")),
            entry("aggregate", Set.of("calendar", "change", "kafka", "location")),
            entry("live", Set.of("calendar", "change", "command", "kafka")),
            entry("shard", Set.of("calendar", "change", "command", "kafka", "location")),
            entry("wire", Set.of("aggregate", "calendar", "change", "command", "kafka", "location", "schema", "shard")),
            entry("http", Set.of("aggregate", "calendar", "change", "command", "live", "location", "shard")),
            entry("schema", Set.of()));

    private static final String ROOT = "";
    private static final int MAX_LINES = 250;

    private static final Pattern BANNED =
            Pattern.compile("(^|(?<=[a-z0-9]))(Impl|Utils?|Common|Manager|Helper)(?=[A-Z]|$)|^Base(?=[A-Z]|$)|Base$");

    private final String base;
    private final JavaClasses classes;

    HouseRules(String base, Path compiled) {
        this.base = base;
        this.classes = new ClassFileImporter().importPath(compiled.resolve(base.replace('.', '/')));
    }

    /// How much there was to look at: a rule over nothing holds.
    int size() {
        return classes.size();
    }

    List<String> arrows() {
        return dependencies()
                .filter(one -> !one.from().equals(ROOT))
                .filter(one -> !ARROWS.getOrDefault(one.from(), Set.of()).contains(one.to()))
                .map(Dependency::toString)
                .distinct()
                .sorted()
                .toList();
    }

    List<String> cycles() {
        Map<String, Set<String>> arrows = new HashMap<>();
        dependencies().forEach(one ->
                arrows.computeIfAbsent(one.from(), from -> new TreeSet<>()).add(one.to()));
        return arrows.keySet().stream()
                .filter(start -> reachable(start, arrows).contains(start))
                .sorted()
                .map(start -> (start.isEmpty() ? "the root" : start) + " imports itself in a circle")
                .toList();
    }

    List<String> schemaSeam() {
        return written()
                .filter(type -> !Set.of("wire", "schema").contains(packageOf(type)))
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getPackageName())
                        .anyMatch(name -> name.startsWith("io.confluent") || name.startsWith(base + ".schema")))
                .map(type -> type.getName() + " knows generated classes or the registry client")
                .sorted()
                .toList();
    }

    List<String> framework() {
        return written()
                .filter(type -> !Set.of(ROOT, "http").contains(packageOf(type)))
                .filter(type -> !type.getSimpleName().endsWith("Settings"))
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getPackageName())
                        .anyMatch(name -> name.startsWith("io.micronaut") || name.startsWith("jakarta.inject")))
                .map(type -> type.getName() + " knows the framework")
                .sorted()
                .toList();
    }

    List<String> names() {
        return written()
                .filter(type -> !packageOf(type).equals("schema"))
                .filter(type -> BANNED.matcher(type.getSimpleName()).find())
                .map(type -> type.getName() + " has a name that says nothing")
                .sorted()
                .toList();
    }

    static List<String> longFiles(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> lines(file) > MAX_LINES)
                    .map(file -> file + " has " + lines(file) + " lines")
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private record Dependency(String from, String to, String type, String onType) {
        @Override
        public String toString() {
            return type + " may not use " + onType;
        }
    }

    private Stream<Dependency> dependencies() {
        return written().flatMap(type -> type.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(target -> ours(target.getPackageName()))
                .map(target -> new Dependency(packageOf(type), packageOf(target), type.getName(), target.getName()))
                .filter(one -> !one.from().equals(one.to())));
    }

    /// What people wrote: without what the framework generates beside it.
    private Stream<JavaClass> written() {
        return classes.stream().filter(type -> !type.getName().contains(".$"));
    }

    private boolean ours(String packageName) {
        return packageName.equals(base) || packageName.startsWith(base + ".");
    }

    private String packageOf(JavaClass type) {
        return Optional.of(type.getPackageName())
                .filter(name -> !name.equals(base))
                .map(name -> name.substring(base.length() + 1))
                .orElse(ROOT);
    }

    private static Set<String> reachable(String start, Map<String, Set<String>> arrows) {
        Set<String> reached = new TreeSet<>(arrows.getOrDefault(start, Set.of()));
        int before;
        do {
            before = reached.size();
            reached.addAll(reached.stream()
                    .flatMap(one -> arrows.getOrDefault(one, Set.of()).stream())
                    .collect(toCollection(TreeSet::new)));
        } while (reached.size() > before);
        return reached;
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.collect(Collectors.counting());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

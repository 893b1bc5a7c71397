package dev.almanac.aggregate;

import dev.almanac.aggregate.FiguresRun.Input;
import dev.almanac.aggregate.FiguresRun.Told;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// One history of two locations: rows and settings that change in any order, a clock that goes on, and crashes. What the
/// topology tells is judged at each step. The same for one seed.
final class FiguresHistory {
    private static final int LEAST_RECORDS = 20;
    private static final int MOST_RECORDS = 50;

    private final Random random;
    private final FiguresWorld world;
    private final boolean told;
    private final List<String> story = new ArrayList<>();
    private final List<Input> inputs = new ArrayList<>();
    private final TestTopics topics = new TestTopics("", 12);
    // How many entries or cells one step of a rebucketing takes on: some histories see it half done.
    private final int stride;
    private FiguresRun run;
    private FiguresJudge judge = new FiguresJudge();
    private Instant now;
    // As of the last commit; what came after it is lost in a crash.
    private KeptStores committed;
    private FiguresJudge judgeAtCommit;
    private int inputsAtCommit;
    private int crashes;
    private int rebuilds;

    /// @param told whether its story is to be read
    FiguresHistory(long seed, boolean told) {
        // Neighbouring seeds of java.util.Random begin alike.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.stride = List.of(1, 4, TestTopics.MANY).get(random.nextInt(3));
        this.world = new FiguresWorld(random);
        this.told = told;
        this.now = world.start();
    }

    /// What is wrong, or nothing.
    Optional<FiguresJudge.Broken> run() {
        try {
            live();
            return Optional.empty();
        } catch (FiguresJudge.Broken broken) {
            tell("BROKEN %s", broken.getMessage());
            return Optional.of(broken);
        } catch (RuntimeException defect) {
            StringWriter trace = new StringWriter();
            defect.printStackTrace(new PrintWriter(trace));
            tell("FAILED %s", trace);
            return Optional.of(new FiguresJudge.Broken(FiguresJudge.Rule.DO_NOT_FAIL, "failed: " + defect));
        } finally {
            run.close();
        }
    }

    /// The rule that a history breaks, or null; for classes that were loaded with a bug in them.
    static String brokenRule(String bug, long seed) {
        return new FiguresHistory(seed, false).run().map(broken -> broken.rule.name()).orElse(null);
    }

    private void live() {
        run = new FiguresRun(topics, new KeptStores(), stride, now);
        commit();
        int records = LEAST_RECORDS + random.nextInt(MOST_RECORDS - LEAST_RECORDS + 1);
        for (int i = 0; i < records; i++) {
            step();
        }
        while (now.isBefore(world.end())) {
            passes(Duration.ofHours(20));
        }
        judgeAll();
        if (random.nextInt(6) == 0) {
            rebuild();
        }
    }

    private void step() {
        take(world.next(now));
        int chance = random.nextInt(100);
        if (chance < 45) {
            passes(Duration.ofSeconds(1 + random.nextInt(3 * 3_600)));
        } else if (chance < 48) {
            world.someEnd(now).ifPresent(end -> passes(Duration.between(now, end)));
        } else if (chance < 51) {
            passes(Duration.ofHours(4 + random.nextInt(30)));
        } else if (chance < 60) {
            commit();
        } else if (chance < 62) {
            crash();
        } else if (chance < 65) {
            deliverAgain();
        } else if (chance == 65 && random.nextBoolean()) {
            rebuild();
        }
    }

    private void take(Input input) {
        inputs.add(input);
        tell("%s", input);
        hear(input);
    }

    private void hear(Input input) {
        List<Told> cells = run.take(input);
        cells.forEach(cell -> tell("  %s", cell));
        judge.heard(input, cells, run.underWay());
    }

    private void passes(Duration time) {
        now = now.plus(time);
        tell("it is %s", now);
        List<Told> cells = run.wait(time);
        cells.forEach(cell -> tell("  %s", cell));
        judge.heard(now, cells);
        if (random.nextInt(3) == 0) {
            judgeAll();
        }
    }

    /// Once what was begun is done.
    private void judgeAll() {
        while (!run.underWay().isEmpty()) {
            now = now.plus(TestTopics.PUNCTUATION);
            List<Told> cells = run.wait(TestTopics.PUNCTUATION);
            cells.forEach(cell -> tell("  %s", cell));
            judge.heard(now, cells);
        }
        judge.compareAll();
    }

    private void commit() {
        committed = run.stores();
        judgeAtCommit = judge.copy();
        inputsAtCommit = inputs.size();
    }

    /// The process dies: stores and cells are those of the last commit, and what was read since is read again.
    private void crash() {
        List<Input> lost = List.copyOf(inputs.subList(inputsAtCommit, inputs.size()));
        tell("a crash, %d records are read again", lost.size());
        crashes++;
        run.close();
        run = new FiguresRun(topics, committed, stride, now);
        committed = run.stores();
        judge = judgeAtCommit.copy();
        interleaved(lost).forEach(this::hearAgain);
        afterwards();
    }

    /// The application is reset: empty stores, and everything that the topics hold is read from their start.
    private void rebuild() {
        boolean compacted = random.nextBoolean();
        List<Input> held = compacted ? compacted(inputs) : List.copyOf(inputs);
        tell("a rebuild from %d %srecords", held.size(), compacted ? "compacted " : "");
        rebuilds++;
        run.close();
        run = new FiguresRun(topics, new KeptStores(), stride, now);
        judge = new FiguresJudge();
        interleaved(held).forEach(this::hearAgain);
        afterwards();
        commit();
    }

    private void deliverAgain() {
        int from = Math.max(0, inputs.size() - 1 - random.nextInt(8));
        List<Input> again = List.copyOf(inputs.subList(from, inputs.size()));
        tell("the last %d records are delivered again", again.size());
        again.forEach(this::take);
    }

    private void hearAgain(Input input) {
        tell("again %s", input);
        hear(input);
    }

    private void afterwards() {
        passes(Duration.ofSeconds(1));
        judgeAll();
    }

    /// Topics are read side by side: each keeps its order, but their records may meet otherwise than they did.
    private List<Input> interleaved(List<Input> records) {
        Map<String, List<Input>> topics = new LinkedHashMap<>();
        records.forEach(record -> topics.computeIfAbsent(record.topic(), _ -> new ArrayList<>()).add(record));
        List<Input> mixed = new ArrayList<>();
        while (!topics.isEmpty()) {
            List<String> names = List.copyOf(topics.keySet());
            String name = names.get(random.nextInt(names.size()));
            List<Input> left = topics.get(name);
            mixed.add(left.removeFirst());
            if (left.isEmpty()) {
                topics.remove(name);
            }
        }
        return mixed;
    }

    private static List<Input> compacted(List<Input> records) {
        Map<String, Integer> last = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            last.put(records.get(i).topic() + records.get(i).key(), i);
        }
        return last.values().stream().sorted().map(records::get).toList();
    }

    private void tell(String form, Object... details) {
        if (told) {
            story.add(form.formatted(details));
        }
    }

    List<String> story() {
        return story;
    }

    long emissions() {
        return judge.emissions();
    }

    int records() {
        return inputs.size();
    }

    int crashes() {
        return crashes;
    }

    int rebuilds() {
        return rebuilds;
    }
}

package dev.almanac.simulation;

import static dev.almanac.simulation.PlantedBug.CALLS_BEFORE_COMMIT;
import static dev.almanac.simulation.PlantedBug.COMMIT_TAKEN_FOR_ABORT;
import static dev.almanac.simulation.PlantedBug.LAST_TRANSACTION_NOT_RESTORED;

import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.DuplicateBooking;
import dev.almanac.command.Trace;
import dev.almanac.shard.Call;
import dev.almanac.shard.Input;
import dev.almanac.shard.Shard;
import dev.almanac.shard.ShardRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Runs the shard as the loop does: decide, one transaction, and only then the calls. One life after the other owns
/// it, and each may end at every step, or go on for a while after it has been replaced.
final class Owners {
    private static final int COMMANDS_PER_TURN = 4;

    private final Setting setting;
    private final TopicsInMemory topics;
    private final Network network;
    private final ShardRules rules;
    private final Service service;
    private final List<DuplicateBooking> alarms = new ArrayList<>();
    private Life current;

    Owners(Setting setting, TopicsInMemory topics, Network network, ShardRules rules) {
        this.setting = setting;
        this.topics = topics;
        this.network = network;
        this.rules = rules;
        this.service = new Service(setting, this::tellLocations);
    }

    Service service() {
        return service;
    }

    /// What was found booked twice, by whatever owner.
    List<DuplicateBooking> alarms() {
        return alarms;
    }

    private void tellLocations() {
        current.inputs.add(new Input.LocationsChanged(service.locations()));
    }

    /// A new owner takes over from whoever it is now.
    void takeOver() {
        Life before = current;
        int lost = setting.bug() == LAST_TRANSACTION_NOT_RESTORED ? 1 : 0;
        Shard shard = new Shard(rules, setting.seam().restored(topics.restored(lost)), setting.now());
        Life life = new Life(topics.takeOver(setting.now()), shard, topics.position());
        current = life;
        setting.happenings().takeovers += before == null ? 0 : 1;
        setting.happenings().zombies += before != null && before.alive ? 1 : 0;
        setting.story().tell("owner %d takes over at position %d", life.number, life.position);
        life.inputs.add(new Input.LocationsChanged(service.locations()));
        setting.timeline().in(Duration.ZERO, () -> turn(life));
        if (before != null && before.alive) {
            // Whoever is replaced hears of it in the end, even with nothing to commit.
            setting.timeline().in(setting.dice().millis(500, 4000), () -> end(before, "hears that it is replaced"));
        }
    }

    /// Whoever owns it now dies, whatever it is doing.
    void crashNow() {
        crash(current, "at a drawn moment");
    }

    private void turn(Life life) {
        if (!life.alive || life.frozen) {
            return;
        }
        for (int i = setting.dice().below(COMMANDS_PER_TURN + 1); i > 0; i--) {
            read(life);
        }
        Instant decidedAt = setting.now();
        life.decide(decidedAt);
        alarms.addAll(life.alarms);
        life.alarms.clear();
        boolean busy = life.hasToCommit() || !life.unsent.isEmpty();
        boolean writing = writing(life);
        if (setting.bug() == CALLS_BEFORE_COMMIT) {
            send(life, decidedAt);
        }
        if (busy && mishap(writing ? 30 : 5)) {
            crash(life, "after deciding, before the commit");
            return;
        }
        if (busy && mishap(5)) {
            freeze(life, () -> commit(life, decidedAt));
            return;
        }
        Duration commit = setting.dice().percent(2)
                ? setting.dice().millis(50, 3000)
                : setting.dice().millis(1, 30);
        setting.timeline().in(life.hasToCommit() ? commit : Duration.ZERO, () -> commit(life, decidedAt));
    }

    private void read(Life life) {
        if (life.position < topics.commands().size()) {
            AppointmentCommand command = topics.commands().get((int) life.position).command();
            Trace trace = new Trace(command.id().commandId(), null, null);
            life.inputs.add(new Input.CommandReceived(
                    command, trace, new ConsumerRecord<>("commands", 0, life.position, null, null)));
            life.position++;
        }
    }

    private void commit(Life life, Instant decidedAt) {
        if (!life.alive) {
            return;
        }
        boolean busy = life.hasToCommit() || !life.unsent.isEmpty();
        if (life.hasToCommit()) {
            if (setting.mishapsHappen() && setting.dice().perMille(20)) {
                if (setting.bug() == COMMIT_TAKEN_FOR_ABORT) {
                    write(life);
                }
                setting.story().tell("owner %d: the transaction is aborted, and will be written again", life.number);
                nextTurn(life);
                return;
            }
            if (!write(life)) {
                end(life, "could not commit, because it is replaced");
                return;
            }
            life.committed();
        }
        if (busy && mishap(writing(life) ? 30 : 5)) {
            crash(life, "after the commit, before any call");
        } else if (busy && mishap(5)) {
            freeze(life, () -> go(life, decidedAt));
        } else {
            go(life, decidedAt);
        }
    }

    private boolean write(Life life) {
        boolean mine = topics.commit(
                setting.bug() == PlantedBug.NO_FENCING ? current.number : life.number,
                new TopicsInMemory.Transaction(
                        setting.now(), setting.seam().written(life.unwritten),
                        setting.seam().position(life.position, topics), life.left(setting.now())));
        if (mine) {
            life.unwritten.forEach(write -> setting.story().tell("owner %d writes %s", life.number, Words.of(write)));
        }
        return mine;
    }

    /// The turn is durable.
    private void go(Life life, Instant decidedAt) {
        boolean writing = writing(life);
        send(life, decidedAt);
        if (writing && mishap(25)) {
            setting.timeline().in(setting.dice().millis(0, 40), () -> crash(life, "after some calls began"));
        } else if (writing && mishap(25)) {
            setting.timeline().in(setting.dice().millis(20, 15_000), () -> crash(life, "with calls in flight"));
        } else if (mishap(1)) {
            handOver(life);
            return;
        }
        nextTurn(life);
    }

    private void send(Life life, Instant decidedAt) {
        for (Call call : List.copyOf(life.unsent)) {
            network.send(call, decidedAt, life);
        }
        life.unsent.clear();
    }

    private void nextTurn(Life life) {
        setting.timeline().in(setting.dice().millis(1, setting.mishapsHappen() ? 400 : 900), () -> turn(life));
    }

    private void crash(Life life, String when) {
        if (life.alive) {
            setting.happenings().crashes++;
            end(life, "crashes " + when);
            if (life == current) {
                setting.timeline().in(setting.dice().millis(50, 20_000), () -> replace(life));
            }
        }
    }

    /// Stops in the middle of everything and goes on as if nothing had happened; meanwhile it may be replaced.
    private void freeze(Life life, Runnable whatWasNext) {
        setting.story().tell("owner %d freezes", life.number);
        life.frozen = true;
        setting.timeline().in(setting.dice().millis(50, 2500), () -> replace(life));
        setting.timeline().in(setting.dice().millis(50, 4000), () -> {
            if (life.alive) {
                setting.story().tell("owner %d goes on", life.number);
                life.frozen = false;
                whatWasNext.run();
            }
        });
    }

    /// Gives the shard away in an orderly manner: nothing new is begun, what comes back soon is still written.
    private void handOver(Life life) {
        setting.story().tell("owner %d gives the shard away", life.number);
        life.owned = false;
        setting.timeline().in(setting.dice().millis(50, 3000), () -> {
            if (life.alive) {
                life.decide(setting.now());
                write(life);
                end(life, "is done");
                replace(life);
            }
        });
    }

    private void replace(Life life) {
        if (life == current) {
            takeOver();
        }
    }

    private void end(Life life, String how) {
        if (life.alive) {
            setting.story().tell("owner %d %s", life.number, how);
            life.end();
        }
    }

    private static boolean writing(Life life) {
        return life.unsent.stream().anyMatch(Network::isWrite);
    }

    private boolean mishap(int perMille) {
        return setting.mishapsHappen() && setting.dice().perMille(perMille);
    }
}

package dev.flexgate;

import dev.flexgate.audit.Bundler;
import dev.flexgate.audit.CheckpointSigner;
import dev.flexgate.audit.LogReader;
import dev.flexgate.audit.NoteKey;
import dev.flexgate.audit.Sequencer;
import dev.flexgate.audit.SequencerLimits;
import dev.flexgate.identity.KeyFolder;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.store.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;

/** Wires the transparency log: who numbers and signs its records, and who hands them out. */
record LogDoor(LogReader reader, Bundler bundler, NoteKey key, Sequencer sequencer) implements AutoCloseable {

    static LogDoor open(Config config, Database database, KeyFolder keys, InstantSource clock, MeterRegistry meters) {
        var reader = new LogReader(database);
        var checkpoints = new CheckpointSigner(
                config.network().subscriberId() + "/log",
                keys.loadOrCreate("checkpoint"),
                config.dataFolder().resolve("last-checkpoint"));
        SigningKey records = keys.loadOrCreate("audit");
        var sequencer = new Sequencer(database, records, checkpoints, SequencerLimits.DEFAULT, clock, meters);
        sequencer.start();
        return new LogDoor(
                reader,
                new Bundler(reader, checkpoints.key(), List.of(records.publicKey())),
                checkpoints.key(),
                sequencer);
    }

    @Override
    public void close() {
        sequencer.close();
    }
}

package dev.flexgate.settlement;

import dev.flexgate.Await;
import dev.flexgate.TestClock;
import dev.flexgate.audit.AuditBundle;
import dev.flexgate.audit.Bundler;
import dev.flexgate.audit.Bundling;
import dev.flexgate.audit.CheckpointSigner;
import dev.flexgate.audit.LogReader;
import dev.flexgate.audit.NoteKey;
import dev.flexgate.audit.Sequencer;
import dev.flexgate.audit.SequencerLimits;
import dev.flexgate.identity.KeyFolder;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.store.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The sequencer of a test's log, and the bundles cut from it. */
public final class TestAudit implements AutoCloseable {

    private final Sequencer sequencer;
    private final Bundler bundler;
    private final NoteKey key;
    private final TestClock clock;

    /** Two logs that share {@code folder} share their keys. */
    public TestAudit(Database database, Path folder, String checkpoint, TestClock clock) {
        var keys = new KeyFolder(folder);
        SigningKey records = keys.loadOrCreate("audit");
        var signer = new CheckpointSigner(
                "bpp.example.com/log", keys.loadOrCreate("checkpoint"), folder.resolve(checkpoint));
        sequencer = new Sequencer(database, records, signer, SequencerLimits.DEFAULT, clock, new SimpleMeterRegistry());
        sequencer.start();
        bundler = new Bundler(new LogReader(database), signer.key(), List.of(records.publicKey()));
        key = signer.key();
        this.clock = clock;
    }

    public NoteKey key() {
        return key;
    }

    public byte[] bundle(String orderId) {
        var cut = new AtomicReference<AuditBundle>();
        Await.until("a bundle of " + orderId, () -> {
            // The next checkpoint comes a moment after the last, by this clock.
            clock.advance(Duration.ofMillis(100));
            if (bundler.cut("settlement", orderId) instanceof Bundling.Cut whole) {
                cut.set(whole.bundle());
                return true;
            }
            return false;
        });
        return cut.get().zip();
    }

    @Override
    public void close() {
        sequencer.close();
    }
}

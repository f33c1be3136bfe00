package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import dev.flexgate.CorpusPiece;
import dev.flexgate.NaughtyAddresses;
import dev.flexgate.beckn.CorpusMessages.Tongue;
import dev.flexgate.beckn.CorpusMessages.Valid;
import dev.flexgate.beckn.CorpusRun.Fate;
import dev.flexgate.beckn.Spoiling.Spoilt;
import dev.flexgate.beckn.dialect.Admits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sends bad messages to a place, a sample of fixed seed or all there are, and collects what should not have come of them. */
final class CorpusSending {

    /** {@code whole}, or the name of one of {@link Tongue} for all of that. */
    private static final String CORPUS = NaughtyAddresses.CORPUS;

    private static final boolean WHOLE = !CORPUS.isEmpty();

    /** Cases after which it is noted how far a piece has come. */
    private static final int STRETCH = 2_000;

    static final Admits ADMITS = new Admits();

    private final CorpusPlace place;
    private final CorpusJudge judge = new CorpusJudge(ADMITS);
    private final int sample;
    private final List<String> findings = new ArrayList<>();

    /**
     * One that sends there.
     *
     * @param sample how many are sent when not all are
     */
    CorpusSending(CorpusPlace place, int sample) {
        this.place = place;
        this.sample = sample;
    }

    /** Everything that can be done to these messages but naughty strings. */
    void fields(String name, List<Valid> all) {
        var spoiling = new Spoiling(ADMITS);
        send(name, sampled(all.stream().flatMap(spoiling::structural).toList()), Map.of());
    }

    /** Naughty strings in them, each beside a harmless word in its place. */
    void strings(String name, List<Valid> all) {
        var spoiling = new Spoiling(ADMITS);
        Map<String, Spoilt> harmless = new HashMap<>();
        all.stream().flatMap(spoiling::words).forEach(each -> harmless.put(where(each), each));
        send(name, sampled(spoiling.naughty(all).toList()), harmless);
    }

    /** Holds the page about the corpus to how many cases these messages make. */
    static void count(String side, List<Valid> all) {
        var spoiling = new Spoiling(ADMITS);
        List<String> rows = Stream.of(Tongue.values())
                .map(tongue ->
                        all.stream().filter(each -> each.tongue() == tongue).toList())
                .filter(some -> !some.isEmpty())
                .map(some -> "| %s | %s | %d | %,d | %,d |"
                        .formatted(
                                side,
                                some.getFirst().tongue().called,
                                some.size(),
                                some.stream().flatMap(spoiling::structural).count(),
                                spoiling.naughty(some).count()))
                .toList();
        String page = read(Path.of("docs/reference/bad-input.md"));
        assertTrue(
                rows.stream().allMatch(page::contains),
                () -> "docs/reference/bad-input.md must say\n" + String.join("\n", rows));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private List<Spoilt> sampled(List<Spoilt> all) {
        if (WHOLE) {
            return all.stream()
                    .filter(each -> CORPUS.equals("whole")
                            || each.from().tongue().name().equals(CORPUS))
                    .toList();
        }
        var shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(20261121));
        return shuffled.subList(0, Math.min(sample, shuffled.size()));
    }

    private void send(String name, List<Spoilt> all, Map<String, Spoilt> harmless) {
        var piece = new CorpusPiece(CORPUS + "-" + name);
        Map<String, String> fares = new HashMap<>();
        int begin = piece.begin();
        int sent = begin;
        while (sent < all.size() && !piece.isOver()) {
            List<Spoilt> stretch = all.subList(sent, Math.min(all.size(), sent + STRETCH));
            learn(stretch, harmless, fares);
            int before = findings.size();
            send(stretch, fares);
            sent += stretch.size();
            piece.reached(sent, all.size(), findings.subList(before, findings.size()));
        }
        if (all.isEmpty()) {
            piece.reached(0, 0, List.of());
        }
        System.out.println("bad input: " + name + " " + begin + " to " + sent + " of " + all.size() + ", "
                + findings.size() + " findings");
        findings.stream().limit(2_000).forEach(System.out::println);
        assertEquals(List.of(), findings.stream().limit(25).toList(), () -> findings.size() + " findings");
    }

    /** How harmless words fare in the places where naughty ones will stand. */
    private void learn(List<Spoilt> stretch, Map<String, Spoilt> harmless, Map<String, String> fares) {
        List<Spoilt> unknown = stretch.stream()
                .map(CorpusSending::where)
                .distinct()
                .filter(place -> harmless.containsKey(place) && !fares.containsKey(place))
                .map(harmless::get)
                .toList();
        for (List<Spoilt> batch : batches(unknown)) {
            List<Fate> known = place.fates(batch);
            for (int index = 0; index < batch.size(); index++) {
                fares.put(where(batch.get(index)), known.get(index).outcome());
            }
        }
    }

    private void send(List<Spoilt> stretch, Map<String, String> fares) {
        // Those that no schema admits go together: after them nothing at all may have changed.
        var faults = new IdentityHashMap<Spoilt, List<Error>>();
        stretch.forEach(each -> faults.put(each, judge.faults(each)));
        Map<Boolean, List<Spoilt>> admitted = stretch.stream()
                .collect(Collectors.partitioningBy(
                        each -> Objects.requireNonNull(faults.get(each)).isEmpty()));
        for (List<Spoilt> some : admitted.values()) {
            for (List<Spoilt> batch : batches(some)) {
                Map<String, Long> before = place.state();
                List<Fate> fates = place.fates(batch);
                for (int index = 0; index < batch.size(); index++) {
                    Spoilt spoilt = batch.get(index);
                    findings.addAll(judge.judge(
                            spoilt,
                            fates.get(index),
                            faults.getOrDefault(spoilt, List.of()),
                            fares.getOrDefault(where(spoilt), "")));
                }
                place.unlawful(before, place.state(), batch, fates)
                        .forEach(each -> findings.add(each + " of " + batch.getFirst() + " ... " + batch.getLast()));
            }
        }
    }

    private static List<List<Spoilt>> batches(List<Spoilt> all) {
        var batches = new ArrayList<List<Spoilt>>();
        for (int from = 0; from < all.size(); from += CorpusPlace.BATCH) {
            batches.add(all.subList(from, Math.min(all.size(), from + CorpusPlace.BATCH)));
        }
        return batches;
    }

    private static String where(Spoilt spoilt) {
        return spoilt.from() + " " + spoilt.path() + " " + System.identityHashCode(spoilt.from());
    }
}

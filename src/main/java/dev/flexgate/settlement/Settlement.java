package dev.flexgate.settlement;

import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.settlement.meter.MeterReadings;
import dev.flexgate.settlement.meter.ReadingWatcher;
import dev.flexgate.settlement.rule.ContractLine;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.Asset;
import dev.flexgate.workload.MsidPair;
import dev.flexgate.workload.Versioned;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * The front of settlement: what is to be settled is opened here when an order is accepted, and what came of it is
 * asked here. Calculating is not asked for: it happens when the readings are there.
 */
public final class Settlement {

    /** Channel on which the database tells that a contract was opened or calculated. */
    public static final String NEWS = "settlement";

    private final SettlementRooms rooms;
    private final SettlementRecords records;
    private final SettlementLimits limits;
    private final InstantSource clock;
    private final List<SettlementWatcher> watchers = new CopyOnWriteArrayList<>();

    public Settlement(SettlementRooms rooms, SettlementLimits limits, InstantSource clock) {
        this.rooms = rooms;
        this.records = new SettlementRecords(rooms.audit(), rooms.actor());
        this.limits = limits;
        this.clock = clock;
    }

    /** Tells {@code watcher} of every run from now on, inside its transaction. */
    public void watch(SettlementWatcher watcher) {
        watchers.add(watcher);
    }

    /**
     * Opens the settlement of an order, in the transaction that accepts it. Opening the same contract again changes
     * nothing.
     *
     * @param causes records of the order
     * @return the record of the opening, also of an earlier one
     * @throws IllegalArgumentException when an asset is unknown, or the order was opened with other terms
     */
    public RecordId open(Tx tx, SettlementContract contract, List<RecordId> causes) {
        List<ContractMeter> meters = meters(contract);
        Optional<OpenContract> there = Contracts.lock(tx, contract.id());
        if (there.isPresent()) {
            if (!there.get().contract().equals(contract)) {
                throw new IllegalArgumentException("order " + contract.id() + " is settled on other terms already");
            }
            return there.get().openedRecord();
        }
        Instant now = clock.instant();
        RecordId record = records.opened(tx, contract, meters, now, causes);
        var open =
                new OpenContract(contract, meters, SettlementCase.State.OPEN, Optional.empty(), 0, "", now, record, 1);
        if (!Contracts.insert(
                tx, open, historyStart(contract), contract.window().end())) {
            throw new IllegalArgumentException("order " + contract.id() + " was opened by another just now");
        }
        tx.notifyOnCommit(NEWS);
        return record;
    }

    private List<ContractMeter> meters(SettlementContract contract) {
        Map<Object, Versioned<Asset>> found = rooms.assets().among(contract.assets()).stream()
                .collect(Collectors.toMap(asset -> asset.value().id(), asset -> asset));
        return contract.assets().stream()
                .map(id -> Optional.ofNullable(found.get(id))
                        .map(Settlement::meter)
                        .orElseThrow(() -> new IllegalArgumentException("no asset is called " + id)))
                .toList();
    }

    private static ContractMeter meter(Versioned<Asset> version) {
        Asset asset = version.value();
        boolean exports = asset.msids().flatMap(MsidPair::exportMsid).isPresent();
        return new ContractMeter(asset.id(), version.version(), asset.site(), asset.meter(), !exports);
    }

    /** A day earlier than the baseline looks, for events that begin soon after midnight. */
    static LocalDate historyDay(SettlementContract contract) {
        return SettlementPeriod.containing(contract.window().start()).date().minusDays(61);
    }

    private static Instant historyStart(SettlementContract contract) {
        return new SettlementPeriod(historyDay(contract), 1).interval().start();
    }

    /**
     * Fixes what the contract's meters would draw without the event, before it begins: the baseline of
     * {@code COUNTERFACTUAL_SCHEDULE}, and a second opinion beside any other.
     *
     * @param plannedLoad load at the contract's meters together, in W, for every half-hour of the contract
     * @return the record of it, also of an earlier one that says the same
     * @throws IllegalArgumentException when a half-hour is missing, the event has begun, or another load was frozen
     */
    public RecordId freeze(Tx tx, ContractId id, Map<Instant, Power> plannedLoad, List<RecordId> causes) {
        OpenContract open = locked(tx, id);
        var load = new TreeMap<Instant, Power>();
        for (ContractLine line : open.contract().lines()) {
            load.put(
                    line.start(),
                    Optional.ofNullable(plannedLoad.get(line.start()))
                            .orElseThrow(() -> new IllegalArgumentException("no planned load for " + line.start())));
        }
        if (open.frozen().isPresent()) {
            if (!open.frozen().get().load().equals(load)) {
                throw new IllegalArgumentException("another load is frozen for order " + id);
            }
            return open.frozen().get().record();
        }
        Instant now = clock.instant();
        if (!now.isBefore(open.contract().window().start())) {
            throw new IllegalArgumentException("a planned load is frozen before the event, which began at "
                    + open.contract().window().start());
        }
        RecordId record = records.frozen(tx, open, ContractJson.write(load), now, withOpening(open, causes));
        Contracts.freeze(tx, open, new OpenContract.Frozen(load, record), open.version() + 1);
        return record;
    }

    /** Stops a settlement whose order was cancelled before anything was calculated; again changes nothing. */
    public void cancel(Tx tx, ContractId id, String reason, List<RecordId> causes) {
        OpenContract open = locked(tx, id);
        switch (open.state()) {
            case CANCELLED -> {}
            case SETTLED -> throw new IllegalStateException("order " + id + " is settled already");
            case OPEN -> {
                records.cancelled(tx, open, reason, clock.instant(), withOpening(open, causes));
                Contracts.cancel(tx, id, open.version() + 1);
                tx.notifyOnCommit(NEWS);
            }
        }
    }

    /**
     * Settles only what was due of an order before it was stopped: half-hours that had passed, and the running one pro
     * rata. An order of which nothing had passed is not settled at all. Again changes nothing.
     *
     * @throws IllegalStateException when it was calculated already
     */
    public void curtail(Tx tx, ContractId id, Instant stoppedAt, String reason, List<RecordId> causes) {
        OpenContract open = locked(tx, id);
        if (open.state() == SettlementCase.State.CANCELLED) {
            return;
        }
        if (open.state() == SettlementCase.State.SETTLED) {
            throw new IllegalStateException("order " + id + " is settled already");
        }
        Optional<SettlementContract> left = open.contract().until(stoppedAt);
        if (left.isEmpty()) {
            cancel(tx, id, reason, causes);
            return;
        }
        if (!left.get().equals(open.contract())) {
            records.curtailed(tx, open, left.get(), stoppedAt, reason, clock.instant(), withOpening(open, causes));
            Contracts.curtail(tx, left.get(), open.meters(), open.version() + 1);
            tx.notifyOnCommit(NEWS);
        }
    }

    private static List<RecordId> withOpening(OpenContract open, List<RecordId> causes) {
        var all = new LinkedHashSet<>(causes);
        all.add(open.openedRecord());
        return List.copyOf(all);
    }

    private static OpenContract locked(Tx tx, ContractId id) {
        return Contracts.lock(tx, id)
                .orElseThrow(() -> new IllegalArgumentException("no settlement is open for order " + id));
    }

    /** The settlement of an order, if one was opened. */
    public Optional<SettlementCase> of(ContractId id) {
        return Contracts.find(rooms.database(), id).map(this::caseOf);
    }

    /** Settlements opened for orders with smaller ids than {@code before}, newest first. */
    public List<SettlementCase> page(UUID before, int limit) {
        return Contracts.page(rooms.database(), before, Math.clamp(limit, 1, limits.pageMax())).stream()
                .map(this::caseOf)
                .toList();
    }

    private SettlementCase caseOf(OpenContract open) {
        return Cases.of(rooms.database(), open);
    }

    /**
     * Moves every line of the last run, as the counterparty or the cashier says. Doing it again changes nothing.
     *
     * @param reason why, in words; needed for a dispute
     * @return the records, in order of time; none when the lines are there already
     * @throws IllegalStateException when a line cannot go there from where it is
     */
    public List<RecordId> move(Tx tx, ContractId id, LineAct act, String reason, List<RecordId> causes) {
        return move(tx, id, act, new Word("", reason), causes);
    }

    /**
     * Who says so, and why.
     *
     * @param by name of a key or a person; empty for ourselves
     * @param reason in words; needed for a dispute
     */
    public record Word(String by, String reason) {}

    /** The same, with who said so on record. */
    public List<RecordId> move(Tx tx, ContractId id, LineAct act, Word word, List<RecordId> causes) {
        OpenContract open = locked(tx, id);
        var made = new ArrayList<RecordId>();
        long version = open.version();
        for (SettlementLine line : Runs.lines(rooms.database(), open.contract(), open.run())) {
            if (act.isDone(line)) {
                continue;
            }
            SettlementLine next = act.on(line, word.reason());
            version++;
            made.add(records.moved(tx, open, version, act, next, word, clock.instant(), causes));
            Runs.move(tx, id, next);
        }
        if (!made.isEmpty()) {
            Contracts.version(tx, id, version);
            tx.notifyOnCommit(NEWS);
            SettlementCase moved = caseOf(locked(tx, id));
            watchers.forEach(watcher -> watcher.moved(tx, moved, act, made));
        }
        return List.copyOf(made);
    }

    /** What the room does when readings come: every contract that they can bear on is looked at again. */
    public ReadingWatcher readingWatcher() {
        return (tx, meters, span) -> Contracts.lookAgain(tx, meters, span, clock.instant());
    }

    Calculating calculating(MeterReadings readings) {
        return new Calculating(rooms, readings, limits, clock, watchers);
    }

    SettlementRooms rooms() {
        return rooms;
    }

    SettlementLimits limits() {
        return limits;
    }

    InstantSource clock() {
        return clock;
    }
}

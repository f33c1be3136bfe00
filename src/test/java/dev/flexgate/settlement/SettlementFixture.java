package dev.flexgate.settlement;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.TestClock;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.settlement.meter.BatchReading;
import dev.flexgate.settlement.meter.Intake;
import dev.flexgate.settlement.meter.MeterReadings;
import dev.flexgate.settlement.meter.ReadingLimits;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.settlement.rule.ContractLine;
import dev.flexgate.settlement.rule.Formula;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.AssetId;
import dev.flexgate.workload.Assets;
import dev.flexgate.workload.JobLimits;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.Sites;
import dev.flexgate.workload.WorkloadCatalog;
import dev.flexgate.workload.WorkloadRecords;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Settlement on a database of its own, with the sample sites of the catalogue, their meters, and a clock to set. */
public final class SettlementFixture implements AutoCloseable {

    public static final String METER = "south-wales-gpu";
    public static final String OTHER_METER = "cambridge-east-gpu";
    public static final LocalDate DAY = LocalDate.of(2026, 11, 18);
    public static final String BUYER = "operator.example.com";
    public static final String SELLER = "bpp.example.com";

    final TestClock clock = new TestClock(start(DAY, 1));
    final Database database = TestDatabase.fresh();
    final Ids ids = new Ids(clock, new Random(1));
    final AuditLog audit = new AuditLog(ids);
    final Assets assets = new Assets(database);
    final SettlementRooms rooms = new SettlementRooms(database, assets, audit, new Actor(SELLER, "settlement"));
    final Settlement settlement = new Settlement(rooms, SettlementLimits.DEFAULT, clock);
    final EventDays eventDays = new EventDays(rooms, clock);
    final SystemPrices systemPrices = new SystemPrices(rooms, clock);
    final Ledger ledger = new Ledger(database);
    final MeterReadings readings = new MeterReadings(
            database, assets, new Sites(database), audit, new Actor(SELLER, "readings"), ReadingLimits.DEFAULT, clock);
    private int batches;

    public SettlementFixture() {
        var records = new WorkloadRecords(audit, new Actor(SELLER, "workload"));
        var jobs = new Jobs(database, records, ids, clock, JobLimits.DEFAULT);
        new WorkloadCatalog(database, jobs, records, clock).load(Path.of("catalog"));
        readings.watch(settlement.readingWatcher());
    }

    public static Instant start(LocalDate day, int number) {
        return new SettlementPeriod(day, number).interval().start();
    }

    public static List<Instant> starts(LocalDate day, int first, int count) {
        return IntStream.range(0, count)
                .mapToObj(at -> start(day, first).plus(HalfHours.STEP.multipliedBy(at)))
                .toList();
    }

    public static EnergyPrice price(String perKilowattHour) {
        return EnergyPrice.of(perKilowattHour, "GBP");
    }

    /** A turn-down of 1.2 MW at 180 GBP/MWh. */
    public SettlementContract contract(Formula formula, BaselineMethod method, List<Instant> starts, String... meters) {
        List<ContractLine> lines = starts.stream()
                .map(start -> new ContractLine(start, Power.ofKilowatts(1_200), price("0.18"), price("0.05")))
                .toList();
        List<String> names = meters.length == 0 ? List.of(METER) : List.of(meters);
        return new SettlementContract(
                new ContractId(ids.next()),
                BUYER,
                SELLER,
                names.stream().map(AssetId::new).toList(),
                Direction.DOWN,
                lines,
                formula,
                method);
    }

    public SettlementContract open(SettlementContract contract) {
        database.doInTransaction(tx -> settlement.open(tx, contract, List.of()));
        return contract;
    }

    /** One batch a day, all half-hours of it; the clock is moved past its end if it is before. */
    public void readDays(String meter, LocalDate from, int days, ToLongFunction<Instant> kilowattHours) {
        from.datesUntil(from.plusDays(days)).forEach(day -> {
            Instant end = start(day.plusDays(1), 1);
            if (clock.instant().isBefore(end)) {
                clock.set(end);
            }
            List<Instant> starts = starts(day, 1, SettlementPeriod.periodsInDay(day));
            read(
                    meter,
                    starts.getFirst(),
                    starts.stream().map(kilowattHours::applyAsLong).toList());
        });
    }

    public Intake.Receipt read(String meter, Instant from, List<Long> kilowattHours) {
        return accept(batch("batch-" + ++batches, meter, from, kilowattHours));
    }

    public static byte[] batch(String id, String meter, Instant from, List<Long> kilowattHours) {
        ObjectNode json = Json.object().put("batchId", id);
        ArrayNode values = json.putArray("readings")
                .addObject()
                .put("meterId", meter)
                .put("start", from.toString())
                .put("interval", "PT30M")
                .put("unit", "kWh")
                .put("quality", "MEASURED")
                .putArray("values");
        kilowattHours.forEach(values::add);
        return Json.bytes(json);
    }

    Intake.Receipt accept(byte[] content) {
        return assertInstanceOf(Intake.Accepted.class, send(content)).receipt();
    }

    Intake send(byte[] content) {
        var understood = assertInstanceOf(
                BatchReading.Understood.class, readings.read("operator", content), () -> "faulty batch");
        return database.inTransaction(tx -> readings.accept(tx, understood.batch()));
    }

    /** Does what is due, as the agent would, and says which contracts were calculated. */
    public List<ContractId> settle() {
        Calculating calculating = settlement.calculating(readings);
        var calculated = new ArrayList<ContractId>();
        for (ContractId id : Contracts.due(database, clock.instant(), 1_000)) {
            if (database.inTransaction(tx -> calculating.look(tx, id)) == Calculating.Looked.CALCULATED) {
                calculated.add(id);
            }
        }
        return calculated;
    }

    SettlementCase of(SettlementContract contract) {
        return settlement.of(contract.id()).orElseThrow();
    }

    public Database database() {
        return database;
    }

    public TestClock clock() {
        return clock;
    }

    public MeterReadings readings() {
        return readings;
    }

    public SystemPrices systemPrices() {
        return systemPrices;
    }

    public Settlement settlement() {
        return settlement;
    }

    @Override
    public void close() {
        database.close();
    }
}

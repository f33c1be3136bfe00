package dev.flexgate.console;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.audit.RecordId;
import dev.flexgate.console.Chart.Point;
import dev.flexgate.console.Chart.Series;
import dev.flexgate.console.Chart.Style;
import dev.flexgate.console.grid.DispatchPage;
import dev.flexgate.console.grid.SettlementPage;
import dev.flexgate.flexibility.dispatch.DispatchId;
import dev.flexgate.flexibility.dispatch.DispatchInstruction;
import dev.flexgate.flexibility.dispatch.Head;
import dev.flexgate.flexibility.dispatch.Instruction;
import dev.flexgate.flexibility.dispatch.Passage;
import dev.flexgate.flexibility.dispatch.Target;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.settlement.ContractId;
import dev.flexgate.settlement.DeliveredVolume;
import dev.flexgate.settlement.SettlementCase;
import dev.flexgate.settlement.SettlementContract;
import dev.flexgate.settlement.SettlementLine;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.settlement.rule.ContractLine;
import dev.flexgate.settlement.rule.Flow;
import dev.flexgate.settlement.rule.Formula;
import dev.flexgate.settlement.rule.Measured;
import dev.flexgate.settlement.rule.Measured.MeterVolume;
import dev.flexgate.settlement.rule.Volume;
import dev.flexgate.workload.AssetId;
import dev.flexgate.workload.MeterId;
import dev.flexgate.workload.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Pages whose story takes hours to happen, with the story made up: what they say of it. */
class GridTemplatesTest {

    private static final Instant START = Instant.parse("2026-03-02T17:00:00Z");
    private static final Interval HALF_HOUR = Interval.from(START, Duration.ofMinutes(30));
    private static final Times TIMES = new Times(SettlementPeriod.ZONE);
    private static final RecordId RECORD = new RecordId(new UUID(1, 2));

    private static final Frame FRAME = new Frame(
            "Test",
            Section.DISPATCH,
            START,
            Theme.SYSTEM,
            "",
            Optional.empty(),
            "/",
            new Notices(true, 1, 6, true),
            TIMES,
            7,
            true);

    private final Templates templates = new Templates();

    @Test
    void a_dispatch_sets_what_the_site_says_beside_what_it_was_told() {
        var instruction = Instruction.ahead(
                new UUID(3, 4),
                new SiteId("south-wales"),
                Direction.DOWN,
                List.of(new Target(HALF_HOUR, Power.ofKilowatts(700), Power.ofKilowatts(900), Power.ofKilowatts(300))),
                Duration.ofMinutes(15));
        var head = new Head(new DispatchId(new UUID(5, 6)), instruction, List.of(), 1, 3, START);
        var reported = new Series("Reported by the site", Style.MEASURED, 1, List.of(Point.of(HALF_HOUR, 905)));
        var chart = new Chart(
                "delivery",
                "Power at the meter",
                "The site last reported 905 kW.",
                "kW",
                HALF_HOUR,
                List.of(reported),
                Optional.of(START),
                true,
                Mark.recorded("reports"),
                TIMES);
        var mark = new Mark(Mark.Kind.ESTIMATED, "south-wales", "its own report", Optional.of(START));
        var page = new DispatchPage(
                new DispatchInstruction.Acked(head),
                "South Wales",
                chart,
                Optional.of(Amount.of(Power.ofKilowatts(295), mark)),
                Optional.empty(),
                Optional.empty(),
                List.of(new DispatchPage.Line(
                        instruction.targets().getFirst(),
                        Power.ofKilowatts(300),
                        Optional.of(Power.ofKilowatts(905)),
                        Optional.of(Power.ofKilowatts(295)),
                        Optional.of(new Mark(Mark.Kind.SIMULATED, "meters", "metered", Optional.empty())))),
                Optional.of(2),
                Amount.of(Power.ofKilowatts(300), Mark.agreed("by the order")),
                List.of(new Passage(1, 0, DispatchInstruction.State.PLANNED, START, "", RECORD)),
                true,
                "");
        String html = templates.html("page/dispatch.jte", FRAME, page);
        assertTrue(html.contains("acked") && html.contains(">295<") && html.contains(">300<"), html);
        assertTrue(html.contains("chip-simulated"), "a metered half-hour is as good as its reading");
        assertTrue(html.contains("1,200") && html.contains("Abort the instruction"), html);
    }

    @Test
    void a_settlement_shows_each_half_hour_to_the_last_digit_and_what_is_unknown() {
        var price = EnergyPrice.of("0.33", "GBP");
        var first = new ContractLine(START, Power.ofKilowatts(300), price, EnergyPrice.of("0.10", "GBP"));
        var second = new ContractLine(HALF_HOUR.end(), Power.ofKilowatts(300), price, EnergyPrice.of("0.10", "GBP"));
        var contract = new SettlementContract(
                new ContractId(new UUID(7, 8)),
                "dso.example",
                "seller.example",
                List.of(new AssetId("south-wales-gpu")),
                Direction.DOWN,
                List.of(first, second),
                new Formula.PayAsBid(),
                new BaselineMethod.Bl01(false));
        var meter = new MeterVolume(
                new MeterId("south-wales-gpu"),
                Volume.of(Energy.ofKilowattHours(450)),
                Optional.of(Volume.of(Energy.ofKilowattHours(600))));
        var known = new DeliveredVolume.Provisional(
                new DeliveredVolume.Finding(
                        START, 1, Measured.Known.of(List.of(meter)), Quality.MEASURED, "OK", RECORD),
                1);
        var unknown = new DeliveredVolume.Provisional(
                new DeliveredVolume.Finding(
                        HALF_HOUR.end(),
                        1,
                        new Measured.Unknown(List.of("reading of south-wales-gpu")),
                        Quality.ESTIMATED,
                        "OK",
                        RECORD),
                1);
        Money paid = Money.of("49.5000", "GBP");
        Money none = Money.of("0.0000", "GBP");
        var settled = new SettlementCase(
                contract,
                SettlementCase.State.SETTLED,
                START,
                List.of(new SettlementCase.Run(1, START, "READINGS_OVERDUE", paid, paid, 1)),
                List.of(
                        new SettlementCase.SettledPeriod(first, known, money(START, true, paid)),
                        new SettlementCase.SettledPeriod(second, unknown, money(HALF_HOUR.end(), false, none))));
        String html = templates.html("page/settlement.jte", FRAME, SettlementPage.of(settled));
        assertTrue(html.contains("49.5000") && html.contains(">150<"), html);
        assertTrue(html.contains("missing: reading of south-wales-gpu") && html.contains("unknown"), html);
    }

    private static SettlementLine money(Instant start, boolean measured, Money paid) {
        List<Flow> flows = measured ? List.of(new Flow(Flow.Purpose.DELIVERY, paid)) : List.of();
        return new SettlementLine.Calculated(
                new SettlementLine.Amounts(start, 1, measured, flows, paid, paid, RECORD), 1);
    }
}

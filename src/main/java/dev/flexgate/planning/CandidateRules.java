package dev.flexgate.planning;

import dev.flexgate.planning.Candidate.Kind;
import dev.flexgate.planning.Candidate.Verdict;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;

/** Weighs ways to do one job's work beside a board on which the job itself holds nothing. */
final class CandidateRules {

    /** By what it costs, then the sooner, then by site: one order, whoever asks. */
    static final Comparator<Candidate> CHEAPEST = Comparator.comparing(Candidate::total)
            .thenComparing(Candidate::start)
            .thenComparing(Candidate::site)
            .thenComparing(Candidate::kind);

    private final PlanBoard board;
    private final Want want;

    CandidateRules(PlanBoard board, Want want) {
        this.board = board;
        this.want = want;
    }

    /**
     * What is wanted.
     *
     * @param itPower at which it runs
     * @param work what is left of it
     * @param window from the earliest start to the deadline
     * @param carbonPerTonne the tenant's worth of carbon
     * @param extra what some runs ask besides
     */
    record Want(
            JobId job,
            JobShape shape,
            Power itPower,
            Energy work,
            Interval window,
            SiteId home,
            SortedSet<SiteId> allowed,
            Money carbonPerTonne,
            Function<List<Allocation>, Extra> extra) {}

    /** Every unbroken window of every site, those that are too late or elsewhere than allowed too. */
    List<Candidate> windows() {
        List<Candidate> all = new ArrayList<>();
        for (SiteId site : board.sites().keySet()) {
            HalfHours grid = board.grid();
            int first = Math.max(0, grid.indexOf(HalfHours.ceiling(want.window().start())));
            for (int from = first; from + halfHours() <= grid.count(); from++) {
                all.add(weighed(Kind.WINDOW, unbroken(site, from)));
            }
        }
        return all;
    }

    /** The cheapest free half-hours of each allowed site, where the job may pause as often as that takes. */
    List<Candidate> splits() {
        int pausesMax = switch (want.shape()) {
            case JobShape.Contiguous _ -> 0;
            case JobShape.Preemptible(int most) -> most;
            case JobShape.Malleable _ -> JobShape.Preemptible.UNLIMITED;
        };
        return want.allowed().stream()
                .filter(site -> pausesMax > 0 && board.sites().containsKey(site))
                .map(this::cheapestHalfHours)
                .filter(runs -> runs.size() > 1 && runs.size() - 1 <= pausesMax)
                .map(runs -> weighed(Kind.SPLIT, runs))
                .toList();
    }

    /** At home from the release on; empty where the plan is too short to say. */
    Optional<Candidate> runNow() {
        SiteId home = board.sites().containsKey(want.home())
                ? want.home()
                : board.sites().firstKey();
        int from =
                Math.max(0, board.grid().indexOf(HalfHours.ceiling(want.window().start())));
        return from + halfHours() > board.grid().count()
                ? Optional.empty()
                : Optional.of(weighed(Kind.RUN_NOW, unbroken(home, from)));
    }

    private int halfHours() {
        return Math.toIntExact(Math.ceilDiv(want.work().joules(), joulesPerHalfHour()));
    }

    private long joulesPerHalfHour() {
        return Math.multiplyExact(want.itPower().watts(), HalfHours.STEP.toSeconds());
    }

    /** At full power; what is left of malleable work for the last half-hour runs at less. */
    private List<Allocation> unbroken(SiteId site, int from) {
        HalfHours grid = board.grid();
        long rest = want.work().joules() % joulesPerHalfHour();
        int whole = halfHours() - (rest == 0 ? 0 : 1);
        List<Allocation> runs = new ArrayList<>();
        if (whole > 0) {
            var interval = new Interval(grid.startOf(from), grid.startOf(from + whole));
            runs.add(new Allocation(want.job(), site, interval, want.itPower()));
        }
        if (rest > 0) {
            var power = new Power(Math.ceilDiv(rest, HalfHours.STEP.toSeconds()));
            runs.add(new Allocation(want.job(), site, grid.at(from + whole), power));
        }
        return runs;
    }

    private List<Allocation> cheapestHalfHours(SiteId site) {
        List<SitePeriod> free = board.periods(site, board.grid().span()).stream()
                .filter(each -> want.window().contains(each.period()))
                .filter(each -> each.remaining().compareTo(want.itPower()) >= 0)
                .sorted(Comparator.comparing((SitePeriod each) -> worthPerKwh(each))
                        .thenComparing(each -> each.period().start()))
                .limit(halfHours())
                .sorted(Comparator.comparing(each -> each.period().start()))
                .toList();
        List<Allocation> runs = new ArrayList<>();
        if (free.size() < halfHours() || want.work().joules() % joulesPerHalfHour() != 0) {
            return runs;
        }
        for (SitePeriod each : free) {
            boolean goesOn = !runs.isEmpty()
                    && runs.getLast().interval().end().equals(each.period().start());
            Instant start = goesOn
                    ? runs.removeLast().interval().start()
                    : each.period().start();
            var interval = new Interval(start, each.period().end());
            runs.add(new Allocation(want.job(), site, interval, want.itPower()));
        }
        return runs;
    }

    private BigDecimal worthPerKwh(SitePeriod period) {
        BigDecimal tonnes = period.carbon().p50().gramsPerKwh().movePointLeft(6);
        return period.price()
                .p50()
                .perKilowattHour()
                .add(want.carbonPerTonne().amount().multiply(tonnes));
    }

    /** Any runs, weighed on this board; whether they fit is told, what else speaks against them is the caller's. */
    Candidate weighed(Kind kind, List<Allocation> runs) {
        var zero = Money.zero(want.carbonPerTonne().currency());
        Energy energy = Energy.ZERO;
        Band<Money> money = new Band<>(zero, zero, zero);
        Band<CarbonMass> carbon = new Band<>(CarbonMass.ZERO, CarbonMass.ZERO, CarbonMass.ZERO);
        Power headroom = new Power(Long.MAX_VALUE);
        for (Allocation run : runs) {
            for (SitePeriod each : board.periods(run.site(), run.interval())) {
                Energy drawn = run.itPower().over(each.period()).times(board.effectiveness(run.site()));
                energy = energy.plus(drawn);
                money = money.with(each.price().map(price -> price.of(drawn)), Money::plus);
                carbon = carbon.with(each.carbon().map(intensity -> intensity.of(drawn)), CarbonMass::plus);
                headroom = headroom.min(free(each).minus(run.itPower()));
            }
        }
        Duration slack =
                Duration.between(runs.getLast().interval().end(), want.window().end());
        Extra extra = want.extra().apply(runs);
        var bare = new Candidate(
                kind,
                new Verdict.Free(),
                runs,
                energy,
                money,
                carbon,
                extra,
                total(money, carbon).plus(extra.sum()),
                slack,
                headroom,
                Obligations.NONE);
        return bare.judged(verdict(bare));
    }

    private Money total(Band<Money> money, Band<CarbonMass> carbon) {
        BigDecimal worth = want.carbonPerTonne()
                .amount()
                .multiply(carbon.p50().kilograms())
                .movePointLeft(3);
        return money.p50().plus(Money.rounded(worth, money.p50().currency()));
    }

    private static Power free(SitePeriod period) {
        return period.flexible().minus(period.planned()).minus(period.committed());
    }

    private Verdict verdict(Candidate candidate) {
        for (Allocation run : candidate.runs()) {
            if (!want.allowed().contains(run.site())) {
                return new Verdict.Residency(run.site());
            }
        }
        if (candidate.slack().isNegative()) {
            return new Verdict.TooLate(candidate.slack().negated());
        }
        return candidate.headroom().watts() < 0 ? full(candidate) : new Verdict.Free();
    }

    private Verdict full(Candidate candidate) {
        var none = new EnergyPrice(BigDecimal.ZERO, want.carbonPerTonne().currency());
        EnergyPrice scarcity = none;
        Optional<Verdict.Full> first = Optional.empty();
        for (Allocation run : candidate.runs()) {
            for (SitePeriod each : board.periods(run.site(), run.interval())) {
                scarcity = scarcity.compareTo(each.scarcity()) < 0 ? each.scarcity() : scarcity;
                Power missing = run.itPower().minus(free(each));
                if (first.isEmpty() && missing.isPositive()) {
                    first = Optional.of(new Verdict.Full(
                            run.site(), each.limitedBy(), each.period(), missing, none, each.committed()));
                }
            }
        }
        Verdict.Full at = first.orElseThrow();
        return new Verdict.Full(at.site(), at.by(), at.at(), at.missing(), scarcity, at.sold());
    }

    /** The cheapest of {@code all} that do not overlap one another at one site. */
    static List<Candidate> apart(List<Candidate> all, int most) {
        List<Candidate> kept = new ArrayList<>();
        for (Candidate each : all.stream().sorted(CHEAPEST).toList()) {
            if (kept.size() < most && kept.stream().noneMatch(each::overlaps)) {
                kept.add(each);
            }
        }
        return kept;
    }
}

package dev.flexgate.planning;

import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.planning.PlanInputs.SiteInput;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Which jobs stay where they are, so that a promised floor holds: no more of them than it takes. A price could not do
 * that, because it would have to be found anew whenever anything changes, and a promise must not depend on that.
 */
final class HoldRules {

    private final PlanCase aCase;
    private final HalfHours grid;
    private final Map<JobId, List<Allocation>> runs;
    private final List<JobInput> free;
    private final List<Allocation> held;
    private final Map<SiteId, long[]> room = new HashMap<>();
    private final Map<SiteId, long[]> drawn = new HashMap<>();

    private HoldRules(PlanCase aCase, List<Allocation> from) {
        this.aCase = aCase;
        this.grid = aCase.grid();
        this.runs = from.stream()
                .filter(run -> run.interval().end().isAfter(grid.start()))
                .map(this::insideGrid)
                .collect(Collectors.groupingBy(Allocation::job));
        this.free = new ArrayList<>(aCase.jobInputs());
        this.held = new ArrayList<>(aCase.inputs().held());
        for (SiteInput site : aCase.inputs().sites()) {
            long[] left = new long[grid.count()];
            long[] fixed = new long[grid.count()];
            for (int period = 0; period < grid.count(); period++) {
                left[period] = aCase.capacity(site, period).watts();
                fixed[period] = aCase.fixed(site.site(), period).watts();
            }
            room.put(site.site(), left);
            drawn.put(site.site(), fixed);
        }
    }

    /**
     * The case with floors and with the jobs that hold them. Where {@code from} does not reach a floor everything there
     * that can be held is.
     *
     * @param from the runs that keep the floors
     */
    static PlanCase hold(PlanCase aCase, Floors floors, List<Allocation> from) {
        if (floors.isEmpty()) {
            return aCase;
        }
        var rules = new HoldRules(aCase, from);
        floors.least().forEach((site, periods) -> periods.forEach((period, least) -> rules.reach(site, period, least)));
        return aCase.with(aCase.inputs().holding(rules.free, rules.held, floors));
    }

    /**
     * The case with the jobs of {@code pins} staying where those are. One that cannot stay so is negotiated: no work is
     * lost because a person once said where it goes.
     *
     * @param refused hears why
     */
    static PlanCase pin(PlanCase aCase, List<Allocation> pins, Consumer<Obstacle> refused) {
        if (pins.isEmpty()) {
            return aCase;
        }
        var rules = new HoldRules(aCase, pins);
        for (JobInput job : aCase.jobInputs()) {
            if (rules.runs.containsKey(job.job())) {
                List<Obstacle> against = rules.against(job);
                against.forEach(refused);
                if (against.isEmpty()) {
                    rules.hold(job);
                }
            }
        }
        return aCase.with(aCase.inputs().holding(rules.free, rules.held, Floors.NONE));
    }

    private List<Obstacle> against(JobInput job) {
        List<Obstacle> against = new ArrayList<>(ExactCheck.obstacles(aCase, job, runs(job)));
        if (against.isEmpty()) {
            runs(job).stream()
                    .map(run -> full(job, run))
                    .flatMap(Optional::stream)
                    .forEach(against::add);
        }
        return against;
    }

    private Optional<Obstacle> full(JobInput job, Allocation run) {
        long[] left = room.getOrDefault(run.site(), new long[grid.count()]);
        return HalfHours.of(run.interval()).stream()
                .filter(halfHour ->
                        left[grid.indexOf(halfHour.start())] < run.itPower().watts())
                .findFirst()
                .map(halfHour -> tooFull(job, run, halfHour.start(), left[grid.indexOf(halfHour.start())]));
    }

    private Obstacle tooFull(JobInput job, Allocation run, Instant at, long watts) {
        int period = grid.indexOf(at);
        boolean closed = aCase.isClosed(run.site(), period);
        boolean promised = aCase.ceiling(run.site(), period).isPresent();
        String what = closed ? " is closed" : " has " + new Power(Math.max(0, watts)) + " free for it";
        Obstacle.Code code = closed
                ? Obstacle.Code.SITE_CLOSED
                : promised ? Obstacle.Code.TURN_DOWN_PROMISED : Obstacle.Code.SITE_CAPACITY;
        return Obstacle.of(code, job.job() + " would draw " + run.itPower() + ": at " + at + " " + run.site() + what)
                .job(job.job())
                .site(run.site())
                .at(at);
    }

    private Allocation insideGrid(Allocation run) {
        return run.interval().start().isBefore(grid.start())
                ? new Allocation(
                        run.job(),
                        run.site(),
                        new Interval(grid.start(), run.interval().end()),
                        run.itPower())
                : run;
    }

    private void reach(SiteId site, Instant start, Power least) {
        int period = grid.indexOf(start);
        long[] here = drawn.getOrDefault(site, new long[0]);
        boolean known = period >= 0 && period < here.length;
        while (known && here[period] < least.watts()) {
            Optional<JobInput> next = next(site, period, least.watts() - here[period]);
            next.ifPresent(this::hold);
            known = next.isPresent();
        }
    }

    /** The smallest that is enough, else the largest: few jobs, and little more than was promised. */
    private Optional<JobInput> next(SiteId site, int period, long missing) {
        Comparator<JobInput> bySize = Comparator.comparingLong((JobInput job) -> watts(job, site, period))
                .thenComparing(JobInput::job);
        List<JobInput> able = free.stream()
                .filter(job -> watts(job, site, period) > 0 && canBeHeld(job))
                .sorted(bySize)
                .toList();
        return able.stream()
                .filter(job -> watts(job, site, period) >= missing)
                .findFirst()
                .or(() -> able.isEmpty() ? Optional.empty() : Optional.of(able.getLast()));
    }

    private long watts(JobInput job, SiteId site, int period) {
        return runs(job).stream()
                .filter(run -> run.site().equals(site) && run.interval().contains(grid.at(period)))
                .mapToLong(run -> run.itPower().watts())
                .sum();
    }

    private List<Allocation> runs(JobInput job) {
        return runs.getOrDefault(job.job(), List.of());
    }

    /** All that is left of its work, where it still may run, within the room beside what is held already. */
    private boolean canBeHeld(JobInput job) {
        Energy placed = runs(job).stream().map(Allocation::energy).reduce(Energy.ZERO, Energy::plus);
        return placed.equals(job.remaining())
                && runs(job).stream()
                        .allMatch(run -> job.sites().contains(run.site())
                                && grid.span().contains(run.interval())
                                && aCase.job(job.job()).window().contains(run.interval())
                                && hasRoom(run));
    }

    private boolean hasRoom(Allocation run) {
        long[] left = room.getOrDefault(run.site(), new long[grid.count()]);
        return HalfHours.of(run.interval()).stream()
                .mapToInt(period -> grid.indexOf(period.start()))
                .allMatch(period -> left[period] >= run.itPower().watts());
    }

    private void hold(JobInput job) {
        free.remove(job);
        for (Allocation run : runs(job)) {
            held.add(run);
            for (Interval halfHour : HalfHours.of(run.interval()).stream().toList()) {
                int period = grid.indexOf(halfHour.start());
                Objects.requireNonNull(room.get(run.site()))[period] -=
                        run.itPower().watts();
                Objects.requireNonNull(drawn.get(run.site()))[period] +=
                        run.itPower().watts();
            }
        }
    }
}

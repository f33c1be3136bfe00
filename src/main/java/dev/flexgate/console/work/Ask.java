package dev.flexgate.console.work;

import dev.flexgate.console.Visit;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.Demand;
import dev.flexgate.workload.JobRequest;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.Origin;
import dev.flexgate.workload.Priority;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteChoice;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TenantId;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A job as it is asked for in the form, in the form's own words, so that what was wrong can be shown again.
 *
 * @param power kW
 * @param work kWh
 * @param pauses most pauses; empty for any number
 * @param release UTC, such as {@code 2026-11-22T18:00}
 * @param allowed sites it may run at
 */
public record Ask(
        String tenant,
        String reference,
        String name,
        String shape,
        String pauses,
        String power,
        String work,
        String release,
        String deadline,
        String home,
        List<String> allowed,
        String priority) {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");
    private static final Duration FIRST_WINDOW = Duration.ofHours(24);

    /** What is filled in: the address's parameters, or a form's; what is missing is a plain example. */
    static Ask of(Visit visit, Function<String, Optional<String>> given, List<String> allowed, List<Site> sites) {
        Instant next = HalfHours.ceiling(visit.now());
        String home = given.apply("home")
                .orElseGet(() -> sites.isEmpty() ? "" : sites.getFirst().id().value());
        return new Ask(
                given.apply("tenant").orElse(Caller.of(visit.context()).tenant()),
                given.apply("reference").orElse(""),
                given.apply("name").orElse(""),
                given.apply("shape").orElse("CONTIGUOUS"),
                given.apply("pauses").orElse(""),
                given.apply("power").orElse("200"),
                given.apply("work").orElse("800"),
                given.apply("release").orElse(local(next)),
                given.apply("deadline").orElse(local(next.plus(FIRST_WINDOW))),
                home,
                allowed.isEmpty() ? List.of(home) : List.copyOf(allowed),
                given.apply("priority").orElse("NORMAL"));
    }

    static String local(Instant moment) {
        return LOCAL.format(moment.atOffset(ZoneOffset.UTC));
    }

    /**
     * As the rooms take it.
     *
     * @throws IllegalArgumentException that names the field and what it must look like
     */
    JobRequest request() {
        var homeSite = new SiteId(home);
        List<SiteId> sites = allowed.stream().map(SiteId::new).toList();
        if (!sites.contains(homeSite)) {
            throw new IllegalArgumentException("Sites: the home site must be one of those the job may run at");
        }
        Instant from = moment("Release", release);
        Instant until = moment("Deadline", deadline);
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("Deadline: it must be after the release");
        }
        return new JobRequest(
                new TenantId(tenant),
                reference.isBlank()
                        ? "console-" + from.getEpochSecond() + "-" + Integer.toHexString(hashCode())
                        : reference,
                name.isBlank() ? "unnamed" : name,
                shaped(),
                demand(),
                new Interval(from, until),
                SiteChoice.of(homeSite, sites),
                Priority.valueOf(priority),
                Origin.SUBMITTED);
    }

    private JobShape shaped() {
        return switch (shape) {
            case "MALLEABLE" -> new JobShape.Malleable();
            case "CONTIGUOUS" -> new JobShape.Contiguous();
            case "PREEMPTIBLE" ->
                new JobShape.Preemptible(
                        pauses.isBlank()
                                ? JobShape.Preemptible.UNLIMITED
                                : number("Pauses", pauses).intValueExact());
            default -> throw new IllegalArgumentException("Shape: it is one of MALLEABLE, CONTIGUOUS and PREEMPTIBLE");
        };
    }

    private Demand demand() {
        try {
            return new Demand(Power.ofKilowatts(number("Power", power)), Energy.ofKilowattHours(number("Work", work)));
        } catch (ArithmeticException _) {
            throw new IllegalArgumentException("Power and work: kW in steps of 0.001, kWh in steps of 0.0005");
        }
    }

    private static BigDecimal number(String field, String text) {
        try {
            BigDecimal number = new BigDecimal(text.replace(",", ""));
            if (number.precision() - number.scale() <= 9 && number.scale() <= 6) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Complained of below, together with numbers that are not plausible.
        }
        throw new IllegalArgumentException(field + ": '" + text + "' is not a plausible number");
    }

    private static Instant moment(String field, String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            throw new IllegalArgumentException(field + ": write it in UTC, such as 2026-11-22T18:00");
        }
    }
}

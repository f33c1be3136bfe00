package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.identity.access.Scope;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.workload.Demand;
import dev.flexgate.workload.Handling;
import dev.flexgate.workload.JobRefusal;
import dev.flexgate.workload.JobRequest;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.Origin;
import dev.flexgate.workload.Priority;
import dev.flexgate.workload.SiteChoice;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.Submission;
import dev.flexgate.workload.TenantId;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** How a job is asked for in JSON, and how it is told in JSON why it is not taken. */
final class JobForm {

    private static final String SHAPES = "{\"kind\": \"MALLEABLE\"}, {\"kind\": \"CONTIGUOUS\"} or "
            + "{\"kind\": \"PREEMPTIBLE\", \"maxInterruptions\": 2}";

    private static final BigDecimal JOULES_PER_KWH = BigDecimal.valueOf(3_600_000);

    private JobForm() {}

    /** The job that a request's body asks for, on behalf of its caller. */
    static JobRequest read(RoutingContext context, InstantSource clock) {
        JsonForm form = JsonForm.of(context);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Caller caller = Caller.of(context);
        Optional<TenantId> tenant = form.optional(
                "tenant",
                new TenantId(caller.tenant()),
                "\"fen-research\"",
                value -> new TenantId(JsonForm.text(value)));
        tenant.filter(each -> !caller.sees(each.value())).ifPresent(_ -> caller.require(Scope.OPERATOR));
        Optional<String> reference = form.required("reference", "\"night-render-7\"", JobForm::name);
        Optional<String> name = form.required("name", "\"Render of film A\"", JobForm::name);
        Optional<JobShape> shape = form.object("shape").flatMap(JobForm::shape);
        Optional<Power> power = form.required("itPowerKw", "400", value -> power(JsonForm.number(value)));
        Optional<Energy> work = form.required("workKwh", "1600", value -> energy(JsonForm.number(value)));
        Optional<Instant> release = form.optional("release", now, "\"2026-11-22T18:00:00Z\"", JobForm::second);
        Optional<Instant> deadline = form.required("deadline", "\"2026-11-23T06:00:00Z\"", JobForm::second);
        Optional<Interval> window = window(form, release, deadline);
        Optional<SiteChoice> sites = sites(form);
        Optional<Handling> handling = handling(form, shape);
        Optional<Priority> priority =
                form.optional("priority", Priority.NORMAL, "\"NORMAL\"", JsonForm.oneOf(Priority.class));
        form.complain();
        return new JobRequest(
                tenant.orElseThrow(),
                reference.orElseThrow(),
                name.orElseThrow(),
                shape.orElseThrow(),
                new Demand(power.orElseThrow(), work.orElseThrow()),
                window.orElseThrow(),
                sites.orElseThrow(),
                handling.orElseThrow(),
                priority.orElseThrow(),
                Origin.SUBMITTED);
    }

    /** What moving, pausing and waiting costs; pauses, and moving once begun, are of preemptible jobs alone. */
    private static Optional<Handling> handling(JsonForm form, Optional<JobShape> shape) {
        Optional<BigDecimal> data = form.optional("dataGb", BigDecimal.ZERO, "120", value -> atLeastZero(value, 3));
        Optional<Money> cost = form.optional("checkpointGbp", Handling.NONE.pauseCost(), "0.4", JobForm::money);
        Optional<Energy> energy = form.optional(
                "checkpointKwh", Energy.ZERO, "3", value -> Energy.ofKilowattHours(atLeastZero(value, 3)));
        Optional<Money> migration = form.maybe("migrationGbp", "2.5", JobForm::money);
        Optional<Money> delay = form.maybe("delayGbpPerMwhHour", "0.5", JobForm::money);
        for (String name : List.of("checkpointGbp", "checkpointKwh", "migrationGbp")) {
            if (form.has(name)
                    && shape.filter(JobShape.Preemptible.class::isInstance).isEmpty()) {
                form.fault(name, "INVALID", "goes with the kind PREEMPTIBLE alone");
            }
        }
        return data.flatMap(gigabytes ->
                cost.flatMap(money -> energy.map(pause -> new Handling(gigabytes, money, pause, migration, delay))));
    }

    private static Money money(JsonNode value) {
        return new Money(atLeastZero(value, Money.SCALE), Handling.GBP);
    }

    private static BigDecimal atLeastZero(JsonNode value, int scale) {
        BigDecimal amount = JsonForm.decimal(JsonForm.number(value).toPlainString(), scale);
        if (amount.signum() < 0 || amount.precision() - amount.scale() > 9) {
            throw new IllegalArgumentException("must be 0 or more, and plausible");
        }
        return amount;
    }

    private static String name(JsonNode value) {
        String text = JsonForm.text(value);
        if (text.isBlank() || text.length() > 200) {
            throw new IllegalArgumentException("must have 1 to 200 characters");
        }
        return text;
    }

    static Instant second(JsonNode value) {
        Instant moment = JsonForm.moment(value);
        if (!moment.equals(moment.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException("must be a whole second");
        }
        return moment;
    }

    static Optional<JobShape> shape(JsonForm form) {
        Optional<String> kind = form.required("kind", "\"MALLEABLE\"", JsonForm::text);
        Optional<Integer> most =
                form.optional("maxInterruptions", JobShape.Preemptible.UNLIMITED, "2", JsonForm::integer);
        if (form.has("maxInterruptions") && !kind.equals(Optional.of("PREEMPTIBLE"))) {
            form.fault("maxInterruptions", "INVALID", "goes with the kind PREEMPTIBLE alone");
        }
        form.refuseUnknown();
        if (kind.isEmpty() || most.isEmpty()) {
            return Optional.empty();
        }
        switch (kind.get()) {
            case "MALLEABLE" -> {
                return Optional.of(new JobShape.Malleable());
            }
            case "CONTIGUOUS" -> {
                return Optional.of(new JobShape.Contiguous());
            }
            case "PREEMPTIBLE" -> {
                if (most.get() >= 0) {
                    return Optional.of(new JobShape.Preemptible(most.get()));
                }
                form.fault("maxInterruptions", "INVALID", "must be 0 or more");
            }
            default -> form.fault("kind", "INVALID", "is unknown; shapes are " + SHAPES);
        }
        return Optional.empty();
    }

    static Optional<Interval> window(JsonForm form, Optional<Instant> release, Optional<Instant> deadline) {
        if (release.isEmpty() || deadline.isEmpty()) {
            return Optional.empty();
        }
        if (!release.get().isBefore(deadline.get())) {
            form.fault("deadline", "INTERVAL_INVERTED", "must be after the release " + release.get());
            return Optional.empty();
        }
        return Optional.of(new Interval(release.get(), deadline.get()));
    }

    private static Optional<SiteChoice> sites(JsonForm form) {
        Optional<SiteId> home =
                form.required("homeSite", "\"cambridge-east\"", value -> new SiteId(JsonForm.text(value)));
        Optional<List<SiteId>> allowed = form.optional(
                "allowedSites",
                home.stream().toList(),
                "[\"cambridge-east\", \"south-wales\"]",
                value -> JsonForm.texts(value).stream().map(SiteId::new).toList());
        if (home.isEmpty() || allowed.isEmpty()) {
            return Optional.empty();
        }
        if (!allowed.get().contains(home.get())) {
            form.fault("allowedSites", "INVALID", "must include the home site " + home.get());
            return Optional.empty();
        }
        return Optional.of(SiteChoice.of(home.get(), allowed.get()));
    }

    static Power power(BigDecimal kilowatts) {
        return new Power(positive(exact(kilowatts.movePointRight(3), "kW comes in steps of 0.001")));
    }

    static Energy energy(BigDecimal kilowattHours) {
        return new Energy(positive(exact(kilowattHours.multiply(JOULES_PER_KWH), "kWh comes in steps of 0.0005")));
    }

    private static long exact(BigDecimal number, String otherwise) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException _) {
            throw new IllegalArgumentException("must be a plausible number; " + otherwise);
        }
    }

    private static long positive(long number) {
        if (number <= 0) {
            throw new IllegalArgumentException("must be more than 0");
        }
        return number;
    }

    /** Why the job is not taken: where in the request it lies, and a value that would pass this check. */
    static Problem refusal(JobRequest request, Submission.Refused refused, Instant now) {
        ObjectNode fault = Json.object()
                .put("pointer", pointer(refused.reason()))
                .put("code", refused.reason().name())
                .put("detail", refused.detail());
        suggestion(request, refused.reason(), now).ifPresent(suggestion -> fault.set("suggestion", suggestion));
        ArrayNode errors = Json.array().add(fault);
        return Problem.of(ProblemCode.JOB_REFUSED, refused.detail()).with("errors", errors);
    }

    private static String pointer(JobRefusal reason) {
        return switch (reason) {
            case REFERENCE_TAKEN -> "/reference";
            case UNKNOWN_SITE -> "/allowedSites";
            case WINDOW_OVER, WINDOW_TOO_FAR, WORK_EXCEEDS_WINDOW -> "/deadline";
            case WORK_NOT_WHOLE -> "/workKwh";
            case POWER_EXCEEDS_SITES -> "/itPowerKw";
            case TOO_MANY_OPEN_JOBS -> "";
        };
    }

    private static Optional<ObjectNode> suggestion(JobRequest request, JobRefusal reason, Instant now) {
        return switch (reason) {
            case WORK_NOT_WHOLE -> Optional.of(Json.object().put("workKwh", wholeWork(request)));
            case WORK_EXCEEDS_WINDOW, WINDOW_OVER ->
                Optional.of(
                        Json.object().put("deadline", earliestEnd(request, now).toString()));
            case REFERENCE_TAKEN, UNKNOWN_SITE, WINDOW_TOO_FAR, POWER_EXCEEDS_SITES, TOO_MANY_OPEN_JOBS ->
                Optional.empty();
        };
    }

    /** The next amount that constant power gives in whole half-hours, which suits malleable work too. */
    private static BigDecimal wholeWork(JobRequest request) {
        Demand demand = request.demand();
        long joules = demand.itPower().watts() * HalfHours.STEP.toSeconds() * demand.halfHours();
        return new Energy(joules).kilowattHours();
    }

    private static Instant earliestEnd(JobRequest request, Instant now) {
        Instant release = request.window().start();
        Instant start = HalfHours.ceiling(release.isAfter(now) ? release : now);
        return start.plus(HalfHours.STEP.multipliedBy(request.demand().halfHours()));
    }
}

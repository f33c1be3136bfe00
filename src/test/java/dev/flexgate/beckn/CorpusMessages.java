package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.DegDialect;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.dialect.LtsDialect;
import dev.flexgate.beckn.dialect.v1.V1Dialect;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.Activation;
import dev.flexgate.beckn.message.Amount;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.Cancellation;
import dev.flexgate.beckn.message.Change;
import dev.flexgate.beckn.message.Charge;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.GridEvent;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.Party;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.PullWish;
import dev.flexgate.beckn.message.Rating;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One message of each action in each dialect that is wholly in order: what a bad one is made from. They are written by
 * the codecs, so a member that a codec learns to write is spoilt too.
 */
final class CorpusMessages {

    /** A dialect, or the part of one that has schemas of its own. */
    enum Tongue {
        LTS("2.0.0 LTS", LtsDialect.NAME, LtsDialect.NAME),
        COMPUTE("rc1, compute energy", DegDialect.NAME, "2.0.0-rc1-compute"),
        FLEXIBILITY("rc1, demand flexibility", DegDialect.NAME, "2.0.0-rc1-deg"),
        FIRST("1.1.1", V1Dialect.NAME, V1Dialect.NAME);

        final String called;
        final String dialect;
        final String schemas;

        Tongue(String called, String dialect, String schemas) {
            this.called = called;
            this.dialect = dialect;
            this.schemas = schemas;
        }
    }

    /** The ids of a message of its own; what answers a question stays in the session of that. */
    private static final Set<String> IDS = Set.of("messageId", "message_id", "transactionId", "transaction_id");

    /**
     * A message that is in order.
     *
     * @param fresh members of its envelope that every case needs fresh, lest it be a repeat of another
     */
    record Valid(Tongue tongue, Action action, String word, JsonNode json, Set<String> fresh) {

        Valid(Tongue tongue, Action action, String word, JsonNode json) {
            this(tongue, action, word, json, IDS);
        }

        /** A message that answers another one. */
        static Valid answer(Tongue tongue, Action action, String word, JsonNode json) {
            return new Valid(tongue, action, word, json, Set.of("messageId", "message_id"));
        }

        /** Whether it does to an order what it says: 1.1.1 has no previews. */
        boolean changesOrders() {
            return tongue == Tongue.FIRST && CHANGING.contains(action);
        }

        @Override
        public String toString() {
            return tongue + " " + word;
        }
    }

    private static final Set<Action> CHANGING = Set.of(Action.UPDATE, Action.CANCEL, Action.RATE, Action.SUPPORT);

    private static final Dialects DIALECTS = Dialects.all();

    private final TestGateway gateway;
    private final String standing;
    private final String victim;
    private String orderId;

    /**
     * Messages about two orders.
     *
     * @param standing an order that no message may change
     * @param victim one for those that do
     */
    CorpusMessages(TestGateway gateway, String standing, String victim) {
        this.gateway = gateway;
        this.standing = standing;
        this.victim = victim;
        this.orderId = standing;
    }

    List<Valid> all() {
        var all = new ArrayList<Valid>();
        for (Tongue tongue : Tongue.values()) {
            DIALECTS.named(tongue.dialect).actions().stream()
                    .flatMap(action -> requests(tongue, action).stream())
                    .map(request -> written(tongue, request))
                    .forEach(all::add);
        }
        return all;
    }

    private static Valid written(Tongue tongue, BecknMessage.Request request) {
        Dialect dialect = DIALECTS.named(tongue.dialect);
        return new Valid(
                tongue,
                request.action(),
                dialect.word(request.action()),
                StrictJson.parse(Json.bytes(dialect.write(request))));
    }

    private Context context(Tongue tongue) {
        String domain = switch (tongue) {
            case FLEXIBILITY -> "beckn.one:DEG:demand-flexibility:1.0";
            case COMPUTE -> "beckn.one:DEG:compute-energy:1.0";
            case FIRST -> "energy:compute";
            case LTS -> "";
        };
        return new Context(
                new Endpoint(HandBap.ID, gateway.bap.url()),
                new Endpoint(TestGateway.ID, gateway.url()),
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                tongue == Tongue.FIRST ? "" : "nfh.global/testnet-deg",
                domain,
                gateway.clock.instant(),
                Duration.ofHours(24),
                List.of());
    }

    private List<BecknMessage.Request> requests(Tongue tongue, Action action) {
        Context context = context(tongue);
        if (tongue == Tongue.FLEXIBILITY) {
            return switch (action) {
                case DISCOVER ->
                    List.of(new BecknMessage.DiscoverResources(
                            context, intent("$[?(@.beckn:itemAttributes.x == 'DemandFlexibility')]")));
                case CONFIRM -> List.of(new BecknMessage.Activate(context, activation()));
                case STATUS -> List.of(new BecknMessage.FlexStatus(context, orderId));
                default -> List.of();
            };
        }
        boolean preview = tongue != Tongue.FIRST;
        orderId = preview || !CHANGING.contains(action) ? standing : victim;
        return switch (action) {
            case DISCOVER -> List.of(new BecknMessage.Discover(context, intent(filter(tongue))));
            case SELECT -> List.of(new BecknMessage.Select(context, wanted("")));
            case INIT -> List.of(new BecknMessage.Init(context, wanted(orderId)));
            case CONFIRM -> List.of(new BecknMessage.Confirm(context, repeated()));
            case STATUS -> List.of(new BecknMessage.Status(context, repeated()));
            case TRACK -> List.of(new BecknMessage.Track(context, repeated(), "https://bap.example.com/track"));
            case UPDATE ->
                changes()
                        .map(change -> (BecknMessage.Request)
                                new BecknMessage.Update(context(tongue), wanted(orderId), change, preview))
                        .toList();
            case CANCEL ->
                List.of(new BecknMessage.Cancel(
                        context,
                        repeated(),
                        List.of(),
                        new Cancellation.Reason("WORKLOAD_ENDED", "the batch was done early"),
                        preview));
            case RATE -> List.of(new BecknMessage.Rate(context, List.of(rating()), preview));
            case SUPPORT ->
                List.of(new BecknMessage.Support(context, orderId, "Settlement question", "+441223000000", preview));
            case CANCELLATION_REASONS, RETURN_REASONS, RATING_CATEGORIES ->
                List.of(new BecknMessage.AskChoices(context, action));
            case PULL -> List.of(new BecknMessage.Pull(context, pull()));
        };
    }

    private static PullWish pull() {
        return new PullWish(
                new PullWish.Full(), List.of("nfh.global/testnet-deg"), List.of(), List.of("none"), OptionalInt.of(1));
    }

    private static String filter(Tongue tongue) {
        return tongue == Tongue.LTS ? "$[?(@.resourceAttributes.slotId == 'x')]" : "$[?(@.price.value == '1')]";
    }

    private static Intent intent(String filter) {
        return new Intent("flexibility", filter);
    }

    private Wish wish() {
        var slot = gateway.market.slot();
        String id = slot.id().value();
        return new Wish(
                "line-1",
                id,
                "compute-slot-" + id,
                List.of(id),
                new Amount.OfPower(new Power(10_000)),
                new Extent.WholeSlot());
    }

    private Proposal wanted(String contractId) {
        return new Proposal(contractId, List.of(wish()), List.of(), parties());
    }

    private Proposal repeated() {
        return new Proposal(orderId, List.of(wish()), List.<Charge>of(), parties());
    }

    private static List<Party> parties() {
        return List.of(new Party("buyer-1", Party.CONSUMER, "Buyer"));
    }

    private static Stream<Change> changes() {
        var response = new Change.Response("grid-event-1", "grid_stress_response", Optional.of(TestMarket.NOW));
        return Stream.of(
                new Change.WorkloadShift(Power.ofKilowatts(5), "Cambridge", "Manchester", "order-2", response),
                new Change.ContinueWithAlert(
                        "within the threshold",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(
                                new Change.Shutdown(Optional.of(CarbonIntensity.ofGramsPerKwh(900)), Optional.empty())),
                        response),
                new Change.QuantityChange(new Amount.OfPower(new Power(12_000))));
    }

    private Rating rating() {
        return new Rating(
                orderId,
                Rating.Target.CONTRACT,
                new Rating.Scale(BigDecimal.ONE, BigDecimal.valueOf(5)),
                Optional.of(new BigDecimal("4.5")),
                "grid_service",
                "as promised",
                List.of("accurate-signals"));
    }

    private static Activation activation() {
        var window = Interval.of("2026-03-02T18:00:00Z", "2026-03-02T20:00:00Z");
        return new Activation(
                "provider-1",
                "gridpower-utility",
                List.of(new Activation.Line("line-1", "cambridge-east", "consumer-1", Power.ofKilowatts(80), window)),
                new GridEvent(
                        "event-1",
                        "peak_demand_surge",
                        "high",
                        Optional.of(window),
                        Optional.of(Power.ofKilowatts(80)),
                        GridEvent.Conditions.UNSAID,
                        Optional.of(TestMarket.NOW),
                        Optional.empty()),
                "fulfillment-1",
                "resource_activation",
                "high");
    }

    static void freshen(ObjectNode json, Set<String> names) {
        if (json.path("context") instanceof ObjectNode context) {
            for (String name : names) {
                if (context.has(name)) {
                    context.put(name, UUID.randomUUID().toString());
                }
            }
        }
    }
}

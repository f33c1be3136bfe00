package dev.flexgate.beckn.message;

import dev.flexgate.quantity.Interval;
import dev.flexgate.wire.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** A message between a consumer and a provider, whatever dialect it travels in. */
public sealed interface BecknMessage {

    Context context();

    /** Whether it is, or answers, a question what would be. */
    default boolean isPreview() {
        return switch (this) {
            case Update update -> update.preview();
            case Cancel cancel -> cancel.preview();
            case Rate rate -> rate.preview();
            case Support support -> support.preview();
            case OnUpdate updated -> updated.preview();
            case OnCancel cancelled -> cancelled.preview();
            case OnRate rated -> rated.preview();
            case OnSupport helped -> helped.preview();
            case Failed failed -> failed.asked().isPreview();
            default -> false;
        };
    }

    /** From the consumer. */
    sealed interface Request extends BecknMessage {

        Action action();
    }

    /**
     * From the provider: the answer to a request, under the same message id; {@code OnStatus}, {@code OnUpdate} and
     * {@code OnCancel} are also sent unasked, under a fresh one.
     */
    sealed interface Callback extends BecknMessage {

        /** What it answers. */
        Action answers();
    }

    /** Looks for slots. */
    record Discover(Context context, Intent intent) implements Request {
        @Override
        public Action action() {
            return Action.DISCOVER;
        }
    }

    /** Asks what a slot costs. */
    record Select(Context context, Proposal proposal) implements Request {
        @Override
        public Action action() {
            return Action.SELECT;
        }
    }

    /** States who buys, and asks for final terms. */
    record Init(Context context, Proposal proposal) implements Request {
        @Override
        public Action action() {
            return Action.INIT;
        }
    }

    /** Accepts the terms. */
    record Confirm(Context context, Proposal proposal) implements Request {
        @Override
        public Action action() {
            return Action.CONFIRM;
        }
    }

    /** Asks how a contract stands. */
    record Status(Context context, Proposal proposal) implements Request {
        @Override
        public Action action() {
            return Action.STATUS;
        }
    }

    /**
     * Asks where a delivery can be watched.
     *
     * @param watcher where the consumer would watch from, which is never called; empty when unsaid
     */
    record Track(Context context, Proposal proposal, String watcher) implements Request {
        @Override
        public Action action() {
            return Action.TRACK;
        }
    }

    /**
     * Asks for a change of a contract.
     *
     * @param proposal the contract as the consumer repeats it
     * @param preview whether only to say what would come of it
     */
    record Update(Context context, Proposal proposal, Change change, boolean preview) implements Request {
        @Override
        public Action action() {
            return Action.UPDATE;
        }
    }

    /**
     * Ends a contract.
     *
     * @param proposal the contract as the consumer repeats it
     * @param part windows that are given up; empty for the whole contract
     * @param preview whether only to say what it would cost
     */
    record Cancel(Context context, Proposal proposal, List<Interval> part, Cancellation.Reason reason, boolean preview)
            implements Request {
        public Cancel {
            part = List.copyOf(part);
        }

        @Override
        public Action action() {
            return Action.CANCEL;
        }
    }

    /**
     * Says how good it was.
     *
     * @param preview whether only to ask what can be rated, and on which scale
     */
    record Rate(Context context, List<Rating> ratings, boolean preview) implements Request {
        public Rate {
            ratings = List.copyOf(ratings);
        }

        @Override
        public Action action() {
            return Action.RATE;
        }
    }

    /**
     * Asks for people who help.
     *
     * @param contractId about which contract; empty for none in particular
     * @param topic what about, for people; empty when unsaid
     * @param callbackPhone where to call back; empty when unsaid
     * @param preview whether only to ask who helps; else the question is taken down
     */
    record Support(Context context, String contractId, String topic, String callbackPhone, boolean preview)
            implements Request {
        @Override
        public Action action() {
            return Action.SUPPORT;
        }
    }

    /** What is for sale. */
    record OnDiscover(Context context, List<Catalog> catalogs) implements Callback {
        public OnDiscover {
            catalogs = List.copyOf(catalogs);
        }

        @Override
        public Action answers() {
            return Action.DISCOVER;
        }
    }

    /** A quote. */
    record OnSelect(Context context, Contract contract) implements Callback {
        @Override
        public Action answers() {
            return Action.SELECT;
        }
    }

    /** Final terms. */
    record OnInit(Context context, Contract contract) implements Callback {
        @Override
        public Action answers() {
            return Action.INIT;
        }
    }

    /** The binding contract. */
    record OnConfirm(Context context, Contract contract) implements Callback {
        @Override
        public Action answers() {
            return Action.CONFIRM;
        }
    }

    /** How a contract stands; also sent unasked. */
    record OnStatus(Context context, Contract contract) implements Callback {
        @Override
        public Action answers() {
            return Action.STATUS;
        }
    }

    /** Where a delivery can be watched. */
    record OnTrack(Context context, Proposal proposal, Tracking tracking) implements Callback {
        @Override
        public Action answers() {
            return Action.TRACK;
        }
    }

    /**
     * A contract has changed, or in a preview would; also sent unasked.
     *
     * @param contract as it is now, or would be
     */
    record OnUpdate(Context context, Contract contract, Notice notice, boolean preview) implements Callback {
        @Override
        public Action answers() {
            return Action.UPDATE;
        }
    }

    /**
     * A contract has ended, in whole or part, or in a preview would; also sent unasked. What it costs is in the
     * contract.
     */
    record OnCancel(Context context, Contract contract, boolean preview) implements Callback {
        @Override
        public Action answers() {
            return Action.CANCEL;
        }
    }

    /** What all say together who rated; in a preview what can be rated. */
    record OnRate(Context context, List<Rating.Score> scores, boolean preview) implements Callback {
        public OnRate {
            scores = List.copyOf(scores);
        }

        @Override
        public Action answers() {
            return Action.RATE;
        }
    }

    /**
     * Who helps.
     *
     * @param contractId about which contract; empty for none in particular
     */
    record OnSupport(Context context, String contractId, SupportDesk desk, boolean preview) implements Callback {
        @Override
        public Action answers() {
            return Action.SUPPORT;
        }
    }

    /** Asks for the catalogue, whole. */
    record Pull(Context context, PullWish wish) implements Request {
        @Override
        public Action action() {
            return Action.PULL;
        }

        /**
         * Under which what comes of it can be fetched: the same for a repeat, and another for everybody. In the form of
         * a version 4, which is all that some readers take.
         */
        public String requestId() {
            byte[] hash =
                    Digests.sha256((context.bap().id() + "|" + context.messageId()).getBytes(StandardCharsets.UTF_8));
            hash[6] = (byte) ((hash[6] & 0x0f) | 0x40);
            hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
            ByteBuffer bytes = ByteBuffer.wrap(hash);
            return new UUID(bytes.getLong(), bytes.getLong()).toString();
        }
    }

    /** The catalogue, whole. */
    record OnPull(Context context, String requestId, Pulled pulled) implements Callback {
        @Override
        public Action answers() {
            return Action.PULL;
        }
    }

    /** Asks what can be chosen from: reasons, or what can be rated. */
    record AskChoices(Context context, Action action) implements Request {}

    /** What can be chosen from. */
    record Choices(Context context, Action answers, List<Choice> choices) implements Callback {
        public Choices {
            choices = List.copyOf(choices);
        }
    }

    /** From a grid operator, about load that is to be reduced. */
    sealed interface FlexRequest extends Request {}

    /** From the provider of a reduction. */
    sealed interface FlexCallback extends Callback {}

    /** Looks for resources that can draw less. */
    record DiscoverResources(Context context, Intent intent) implements FlexRequest {
        @Override
        public Action action() {
            return Action.DISCOVER;
        }
    }

    /** Calls for less load, at once and without a quote before. */
    record Activate(Context context, Activation activation) implements FlexRequest {
        @Override
        public Action action() {
            return Action.CONFIRM;
        }
    }

    /**
     * Asks how an activation stands.
     *
     * @param orderId the id we gave
     */
    record FlexStatus(Context context, String orderId) implements FlexRequest {
        @Override
        public Action action() {
            return Action.STATUS;
        }
    }

    /** What can be activated. */
    record OnDiscoverResources(Context context, List<FlexCatalog> catalogs) implements FlexCallback {
        public OnDiscoverResources {
            catalogs = List.copyOf(catalogs);
        }

        @Override
        public Action answers() {
            return Action.DISCOVER;
        }
    }

    /** Who takes part, with how much. */
    record OnActivate(Context context, FlexContract contract) implements FlexCallback {
        @Override
        public Action answers() {
            return Action.CONFIRM;
        }
    }

    /** How an activation stands; also sent unasked. */
    record OnFlexStatus(Context context, FlexContract contract) implements FlexCallback {
        @Override
        public Action answers() {
            return Action.STATUS;
        }
    }

    /** The request was acknowledged, but cannot be granted. What was asked is repeated beside the reason. */
    record Failed(Context context, Request asked, BecknError error) implements Callback {
        @Override
        public Action answers() {
            return asked.action();
        }
    }
}

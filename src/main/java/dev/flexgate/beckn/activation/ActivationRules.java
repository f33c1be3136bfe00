package dev.flexgate.beckn.activation;

import dev.flexgate.beckn.message.Activation;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.GridEvent;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.Site;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What makes an activation senseless as a whole: then nothing of it is done. What is only scarce is not among it. */
final class ActivationRules {

    private enum Fault {
        RESPONSE_DEADLINE_PAST,
        ACTIVATION_PAST,
        NOT_HALF_HOURS,
        NOT_POSITIVE,
        BEYOND_SITE,
        LINE_TWICE,
        TOTAL_DISAGREES,
        WINDOW_OUTSIDE_EVENT
    }

    private static final String LINES = "$.message.order.beckn:orderItems";
    private static final String EVENT = "$.message.order.beckn:fulfillment.beckn:deliveryAttributes";

    private ActivationRules() {}

    /**
     * Refuses what cannot be meant.
     *
     * @param sites by the id of the resource that each is
     */
    static void check(Activation activation, Map<String, Site> sites, Instant now) {
        activation.event().responseDeadline().filter(now::isAfter).ifPresent(deadline -> {
            throw RefusedException.of(
                            ErrorCode.BIZ_QUOTE_EXPIRED_OR_CHANGED,
                            "an answer was wanted until " + deadline + ", our clock reads " + now)
                    .reason(Fault.RESPONSE_DEADLINE_PAST)
                    .at(EVENT + ".beckn:responseDeadline")
                    .fix("activate again with a later deadline");
        });
        Set<String> names = new HashSet<>();
        int number = 0;
        for (Activation.Line line : activation.lines()) {
            String path = LINES + "[" + number++ + "]";
            if (!names.add(line.id())) {
                throw RefusedException.of(ErrorCode.BIZ_UPDATE_INCONSISTENT, "two lines have the same lineId")
                        .reason(Fault.LINE_TWICE)
                        .at(path + ".beckn:lineId")
                        .fix("name each line differently");
            }
            check(line, sites, now, path);
            checkEvent(line, activation.event(), path);
        }
        checkTotal(activation);
    }

    private static void check(Activation.Line line, Map<String, Site> sites, Instant now, String path) {
        String asked = path + ".beckn:orderItemAttributes.beckn:";
        Site site = sites.get(line.resourceId());
        if (site == null) {
            throw RefusedException.of(ErrorCode.BIZ_ITEM_NOT_FOUND, "no resource of ours has this id")
                    .at(path + ".beckn:orderedItem")
                    .fix("discover, and send an id of our items");
        }
        if (!line.requested().isPositive()) {
            throw RefusedException.of(ErrorCode.BIZ_GENERIC_ERROR, "a reduction is more than nothing")
                    .reason(Fault.NOT_POSITIVE)
                    .at(asked + "requestedReduction")
                    .fix("send how much less is to be drawn, as a positive number");
        }
        if (line.requested().compareTo(site.power().importLimit()) > 0) {
            throw RefusedException.of(
                            ErrorCode.BIZ_QUANTITY_UNAVAILABLE,
                            "the site draws " + site.power().importLimit() + " at most, it cannot draw "
                                    + line.requested() + " less")
                    .reason(Fault.BEYOND_SITE)
                    .at(asked + "requestedReduction")
                    .fix("ask for no more than loadCapacity.max");
        }
        checkWindow(line.window(), now, asked);
    }

    private static void checkWindow(Interval window, Instant now, String asked) {
        if (!now.isBefore(window.start())) {
            throw RefusedException.of(
                            ErrorCode.BIZ_FULFILLMENT_UNAVAILABLE,
                            "the window began at " + window.start() + ", our clock reads " + now)
                    .reason(Fault.ACTIVATION_PAST)
                    .at(asked + "activationTime")
                    .fix("activate before the window begins");
        }
        if (!HalfHours.isAligned(window.start()) || !HalfHours.isAligned(window.end())) {
            throw RefusedException.of(ErrorCode.BIZ_FULFILLMENT_UNAVAILABLE, "the window is not whole half-hours")
                    .reason(Fault.NOT_HALF_HOURS)
                    .at(asked + "activationTime")
                    .fix("begin and end on a half-hour of UTC");
        }
    }

    private static void checkEvent(Activation.Line line, GridEvent event, String path) {
        if (event.window().isPresent() && !event.window().get().contains(line.window())) {
            throw RefusedException.of(ErrorCode.BIZ_UPDATE_INCONSISTENT, "the window lies outside the event")
                    .reason(Fault.WINDOW_OUTSIDE_EVENT)
                    .at(path + ".beckn:orderItemAttributes.beckn:activationTime")
                    .fix("make activationTime and duration lie within eventStartTime and eventEndTime");
        }
    }

    private static void checkTotal(Activation activation) {
        activation
                .event()
                .totalRequested()
                .filter(total -> !total.equals(activation.totalRequested()))
                .ifPresent(total -> {
                    throw RefusedException.of(
                                    ErrorCode.BIZ_UPDATE_INCONSISTENT,
                                    "the lines ask for " + activation.totalRequested() + ", the event for " + total)
                            .reason(Fault.TOTAL_DISAGREES)
                            .at(EVENT + ".beckn:totalRequestedReduction")
                            .fix("make totalRequestedReduction the sum of the lines, or leave it out");
                });
    }
}

package dev.flexgate.flexibility;

import dev.flexgate.flexibility.Reason.Code;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.Site;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which requests can be answered at all, as plain functions. */
final class NeedRules {

    private NeedRules() {}

    /** What is wrong with a request, the first thing found; nothing when it can be answered. */
    static Optional<Reason> fault(
            NeedRequest request, List<Site> inArea, FlexTerms terms, FlexLimits limits, Instant now) {
        return Stream.of(
                        window(request.window(), limits),
                        notice(request.window(), terms, now),
                        power(request, terms),
                        area(request, inArea, limits),
                        currency(request, terms.floor().currency()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Reason> window(Interval window, FlexLimits limits) {
        if (!HalfHours.isAligned(window.start()) || !HalfHours.isAligned(window.end())) {
            return because(Code.WINDOW_INVALID, "the window must be whole half-hours, such as 17:00 to 18:30");
        }
        return HalfHours.of(window).count() > limits.windowHalfHoursMax()
                ? because(Code.WINDOW_INVALID, "at most " + limits.windowHalfHoursMax() + " half-hours at a time")
                : Optional.empty();
    }

    private static Optional<Reason> notice(Interval window, FlexTerms terms, Instant now) {
        return window.start().isBefore(now.plus(terms.leastNotice()))
                ? because(
                        Code.TOO_LATE,
                        "the window must begin at least " + terms.leastNotice().toMinutes() + " minutes from now")
                : Optional.empty();
    }

    private static Optional<Reason> power(NeedRequest request, FlexTerms terms) {
        return request.power().compareTo(terms.leastPower()) < 0
                ? because(Code.POWER_INVALID, "at least " + terms.leastPower() + " are sold")
                : Optional.empty();
    }

    private static Optional<Reason> area(NeedRequest request, List<Site> inArea, FlexLimits limits) {
        if (inArea.isEmpty()) {
            return because(
                    Code.AREA_UNKNOWN, "no site lies in " + request.area().text());
        }
        return inArea.size() > limits.sitesMax()
                ? because(Code.AREA_UNKNOWN, "an area of more than " + limits.sitesMax() + " sites; ask for fewer")
                : Optional.empty();
    }

    private static Optional<Reason> currency(NeedRequest request, Currency ours) {
        return Stream.of(request.cap(), request.penalty())
                .flatMap(Optional::stream)
                .map(EnergyPrice::currency)
                .filter(theirs -> !theirs.equals(ours))
                .findFirst()
                .flatMap(theirs -> because(Code.PRICE_CAP, "prices are in " + ours + ", not in " + theirs));
    }

    static Optional<Reason> because(Code code, String detail) {
        return Optional.of(new Reason(code, detail));
    }
}

package dev.flexgate.api;

import dev.flexgate.purchase.Alteration;
import dev.flexgate.purchase.Alteration.Bounds;
import dev.flexgate.purchase.Load;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What a buyer wants changed, as it stands in the body of a request: other terms, load moved away, or an event accepted. */
final class AlterationForm {

    private static final String CHOICE =
            "or energyKwh, or start and end, or shiftKw, or accept: an update changes the terms, moves load or accepts an event";

    private final JsonForm form;
    private final String eventId;
    private final String reason;
    private final Optional<String> currency;

    private AlterationForm(JsonForm form) {
        this.form = form;
        this.eventId = PurchaseForm.text(form, "eventId", "\"event-7\"");
        this.reason = PurchaseForm.text(form, "reason", "\"grid_stress_response\"");
        this.currency = form.maybe("currency", "\"GBP\"", JsonForm::text);
    }

    /** The one that is asked for; complains where there is none, or more than one. */
    static Alteration read(JsonForm form) {
        var reading = new AlterationForm(form);
        Optional<Alteration> terms = reading.terms();
        Optional<Alteration> shift = reading.shift();
        Optional<Alteration> accepted = reading.accepted();
        long asked =
                Stream.of(terms, shift, accepted).filter(Optional::isPresent).count();
        if (asked != 1) {
            form.fault("powerKw", asked == 0 ? "REQUIRED" : "INVALID", CHOICE);
        }
        form.complain();
        return terms.or(() -> shift).or(() -> accepted).orElseThrow();
    }

    private Optional<Alteration> terms() {
        Optional<Load> load = PurchaseForm.load(form);
        Optional<Interval> window = form.has("start") || form.has("end")
                ? form.window(PurchaseForm.EXAMPLE_START, PurchaseForm.EXAMPLE_END)
                : Optional.empty();
        if (load.isPresent() && window.isPresent()) {
            return Optional.of(new Alteration.OfTerms(load.get(), window.get()));
        }
        return load.<Alteration>map(Alteration.OfLoad::new).or(() -> window.map(Alteration.OfWindow::new));
    }

    private Optional<Alteration> shift() {
        Optional<Power> load = form.maybe("shiftKw", "20", JsonForm.written(PurchaseForm::power));
        String from = PurchaseForm.text(form, "shiftFrom", "\"cambridge\"");
        String to = PurchaseForm.text(form, "shiftTo", "\"south-wales\"");
        Optional<UUID> purchase = form.maybe("shiftToPurchase", "\"an id of another purchase\"", PurchaseForm::id);
        if (load.isEmpty() && (purchase.isPresent() || !(from + to).isEmpty())) {
            form.fault("shiftKw", "REQUIRED", "is how much moves; write for example 20");
        }
        return load.map(moved -> new Alteration.Shift(moved, from, to, purchase, eventId, reason));
    }

    private Optional<Alteration> accepted() {
        boolean asked = PurchaseForm.flag(form, "accept").orElse(false);
        Bounds accepted = bounds("acceptedGramsPerKwh", "acceptedPricePerKwh");
        Bounds alertAbove = bounds("alertAboveGramsPerKwh", "alertAbovePricePerKwh");
        Optional<Bounds> shutdown = shutdown();
        boolean bounded = shutdown.isPresent() || !accepted.equals(Bounds.NONE) || !alertAbove.equals(Bounds.NONE);
        if (!asked && bounded) {
            form.fault("accept", "REQUIRED", "is what bounds belong to; write for example true");
        }
        return asked
                ? Optional.of(new Alteration.Accept(reason, eventId, accepted, alertAbove, shutdown))
                : Optional.empty();
    }

    /** A bound says that the load shall stop; {@code autoShutdown} alone can take that back. */
    private Optional<Bounds> shutdown() {
        Optional<Boolean> wanted = PurchaseForm.flag(form, "autoShutdown");
        Bounds bounds = bounds("shutdownAboveGramsPerKwh", "shutdownAbovePricePerKwh");
        boolean bounded = !bounds.equals(Bounds.NONE);
        if (wanted.isPresent() && wanted.get() != bounded) {
            form.fault(
                    "autoShutdown",
                    "INVALID",
                    "true needs shutdownAboveGramsPerKwh, shutdownAbovePricePerKwh or both; false takes it back and has neither");
        }
        return bounded ? Optional.of(bounds) : wanted.map(_ -> Bounds.NONE);
    }

    private Bounds bounds(String grams, String price) {
        return new Bounds(
                form.maybe(
                        grams,
                        "320",
                        JsonForm.written(
                                text -> CarbonIntensity.ofGramsPerKwh(JsonForm.decimal(text, PurchaseForm.SCALE)))),
                form.maybe(price, "0.25, beside \"currency\": \"GBP\"", JsonForm.written(this::price)));
    }

    private EnergyPrice price(String text) {
        JsonForm.decimal(text, EnergyPrice.SCALE_MAX);
        return EnergyPrice.of(
                text, currency.orElseThrow(() -> new IllegalArgumentException("has no currency beside it")));
    }
}

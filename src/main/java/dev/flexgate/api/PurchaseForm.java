package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.purchase.Alteration;
import dev.flexgate.purchase.Ask;
import dev.flexgate.purchase.Load;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a buyer asks, as it stands in the body of a request. */
final class PurchaseForm {

    static final String EXAMPLE_START = "\"2026-11-22T01:00:00Z\"";
    static final String EXAMPLE_END = "\"2026-11-22T05:00:00Z\"";
    static final int SCALE = 3;

    private PurchaseForm() {}

    static Ask.Discover discover(RoutingContext context) {
        JsonForm form = JsonForm.of(context);
        Optional<Ask.Partner> partner =
                form.required("partner", "\"bpp.example.com\"", JsonForm::text).flatMap(id -> partner(form, id));
        String text = text(form, "text", "\"cambridge\"");
        String filter = text(form, "filter", "\"$[?(@.id == 'slot-1')]\"");
        form.complain();
        return new Ask.Discover(partner.orElseThrow(), text, filter);
    }

    private static Optional<Ask.Partner> partner(JsonForm form, String id) {
        String dialect = text(form, "dialect", "\"2.0.0-lts\"");
        if (!List.of("", "2.0.0-lts", "2.0.0-rc1-deg", "1.1.1").contains(dialect)) {
            form.fault(
                    "dialect", "INVALID", "is one of 2.0.0-lts, 2.0.0-rc1-deg and 1.1.1; leave it out to find it out");
            return Optional.empty();
        }
        return Optional.of(new Ask.Partner(id, dialect));
    }

    static String text(JsonForm form, String name, String example) {
        return form.maybe(name, example, JsonForm::text).orElse("");
    }

    static Ask.Select select(RoutingContext context) {
        JsonForm form = JsonForm.of(context);
        Optional<Ask.Partner> partner =
                form.maybe("partner", "\"bpp.example.com\"", JsonForm::text).flatMap(id -> partner(form, id));
        Optional<UUID> purchase = form.maybe("purchaseId", "\"an id of a discovery\"", PurchaseForm::id);
        if (form.has("partner") == form.has("purchaseId")) {
            form.fault("partner", "REQUIRED", "and purchaseId: name one of them; a purchase goes on in its session");
        }
        Optional<String> slot = form.required("slotId", "\"slot-1\"", JsonForm::text);
        Optional<String> offer = form.required("offerId", "\"offer-1\"", JsonForm::text);
        Optional<Load> load = load(form);
        if (!form.has("powerKw") && !form.has("energyKwh")) {
            form.fault("powerKw", "REQUIRED", "or energyKwh: write one of them, for example \"powerKw\": 50");
        }
        Optional<Interval> window =
                form.has("start") || form.has("end") ? form.window(EXAMPLE_START, EXAMPLE_END) : Optional.empty();
        form.complain();
        return new Ask.Select(partner, purchase, slot.orElseThrow(), offer.orElseThrow(), load.orElseThrow(), window);
    }

    static UUID id(JsonNode value) {
        return UUID.fromString(JsonForm.text(value));
    }

    /** At most one of both; empty when neither is said, or what is said is faulty. */
    static Optional<Load> load(JsonForm form) {
        Optional<Load> power = form.maybe("powerKw", "50", JsonForm.written(text -> new Load.OfPower(power(text))));
        Optional<Load> energy = form.maybe(
                "energyKwh",
                "200",
                JsonForm.written(text -> new Load.OfEnergy(Energy.ofKilowattHours(JsonForm.decimal(text, SCALE)))));
        if (form.has("powerKw") && form.has("energyKwh")) {
            form.fault("powerKw", "INVALID", "and energyKwh: write one of them, for example \"powerKw\": 50");
            return Optional.empty();
        }
        return power.or(() -> energy);
    }

    static Power power(String text) {
        return Power.ofKilowatts(JsonForm.decimal(text, SCALE));
    }

    static Ask.Step init(RoutingContext context) {
        JsonForm form = JsonForm.of(context);
        String buyer = text(form, "buyer", "\"ML platform\"");
        form.complain();
        return new Ask.Init(buyer);
    }

    static Ask.Step confirm(RoutingContext context) {
        JsonForm form = JsonForm.of(context);
        Optional<BigDecimal> total = form.maybe("total", "\"13.20\"", JsonForm.written(BigDecimal::new));
        form.complain();
        return new Ask.Confirm(total);
    }

    /** What has nothing to say beside its name. */
    static Ask.Step plain(RoutingContext context, Ask.Step step) {
        if (context.body().length() > 0) {
            JsonForm.of(context).complain();
        }
        return step;
    }

    static Ask.Step update(RoutingContext context) {
        JsonForm form = JsonForm.of(context);
        boolean preview = flag(form, "preview").orElse(false);
        Alteration alteration = AlterationForm.read(form);
        form.complain();
        return new Ask.Update(alteration, preview);
    }

    static Optional<Boolean> flag(JsonForm form, String name) {
        return form.maybe(name, "true", value -> {
            if (!value.isBoolean()) {
                throw new IllegalArgumentException("must be true or false");
            }
            return value.booleanValue();
        });
    }

    static Ask.Step cancel(RoutingContext context) {
        JsonForm form = JsonForm.of(context);
        String code = text(form, "reasonCode", "\"NO_LONGER_NEEDED\"");
        String comment = text(form, "comment", "\"the job was cancelled\"");
        boolean preview = flag(form, "preview").orElse(false);
        List<Interval> part = new ArrayList<>();
        if (form.has("part")) {
            for (JsonForm each : form.objects("part", Ask.PARTS_MAX)) {
                each.window(EXAMPLE_START, EXAMPLE_END).ifPresent(part::add);
                each.refuseUnknown();
            }
        }
        form.complain();
        return new Ask.Cancel(code, comment, part, preview);
    }

    static Ask.Step rate(RoutingContext context) {
        JsonForm form = JsonForm.of(context);
        Optional<BigDecimal> value =
                form.required("value", "5", JsonForm.written(text -> JsonForm.decimal(text, SCALE)));
        BigDecimal worst = form.maybe("worst", "1", JsonForm.written(text -> JsonForm.decimal(text, SCALE)))
                .orElse(BigDecimal.ONE);
        BigDecimal best = form.maybe("best", "5", JsonForm.written(text -> JsonForm.decimal(text, SCALE)))
                .orElse(BigDecimal.valueOf(5));
        String category = text(form, "category", "\"carbon\"");
        String comment = text(form, "comment", "\"as promised\"");
        boolean preview = flag(form, "preview").orElse(false);
        form.complain();
        return new Ask.Rate(value.orElseThrow(), worst, best, category, comment, preview);
    }

    static Ask.Step support(RoutingContext context) {
        JsonForm form = JsonForm.of(context);
        String topic = text(form, "topic", "\"invoice\"");
        String phone = text(form, "callbackPhone", "\"+441234567890\"");
        boolean preview = flag(form, "preview").orElse(false);
        form.complain();
        return new Ask.Support(topic, phone, preview);
    }
}

package dev.flexgate.console.work;

import dev.flexgate.console.Amount;
import dev.flexgate.console.Mark;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.Times;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.console.work.PlacementPages.Figure;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.Quantiles;
import dev.flexgate.placement.Aim;
import dev.flexgate.placement.PlacementDesk;
import dev.flexgate.placement.Vintage;
import dev.flexgate.placement.Window;
import dev.flexgate.placement.WindowAnswer;
import dev.flexgate.placement.WindowAsk;
import dev.flexgate.quantity.Interval;
import io.vertx.ext.web.Router;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /placement/windows}: when is it best in one zone? */
public final class WindowPages {

    private static final int COUNT = 5;
    private static final int HOURS_MAX = 336;
    private static final int PENCE = 2;

    private final DeskRooms rooms;

    WindowPages(DeskRooms rooms) {
        this.rooms = rooms;
    }

    void addTo(Router router, Pages pages) {
        router.get("/placement/windows").handler(pages.show(this::windows));
    }

    /**
     * The form with what comes of it.
     *
     * @param zones that are forecast
     * @param fault why there is no answer
     */
    public record WindowPage(
            List<String> zones,
            String zone,
            String hours,
            String within,
            boolean split,
            String by,
            String perKilogram,
            Optional<String> fault,
            Optional<Best> best) {}

    /** The windows, the best first, and what running now comes to. */
    public record Best(Line runNow, List<Line> lines, String priceUnit, String priceMissing, List<Mark> marks) {}

    /** One window. */
    public record Line(String when, Figure carbon, Figure price, Figure saved, Figure moneySaved) {}

    private View windows(Visit visit) {
        List<String> zones = rooms.placement().regions().stream()
                .map(PlacementDesk.Outlook::region)
                .map(region -> region.carbonZone().code())
                .distinct()
                .toList();
        String zone = visit.query("zone").orElse(zones.isEmpty() ? "" : zones.getFirst());
        String hours = visit.query("hours").orElse("4");
        String within = visit.query("within").orElse("24");
        boolean split = visit.query("split").isPresent();
        String by = visit.query("by").orElse("CARBON");
        String perKilogram = visit.query("kg").orElse("0.08");
        Optional<String> fault = Optional.empty();
        Optional<Best> best = Optional.empty();
        try {
            var ask = new WindowAsk(
                    new Zone(zone),
                    Optional.empty(),
                    length("Duration", hours),
                    visit.now(),
                    visit.now().plus(length("Within", within)).plus(Duration.ofMinutes(30)),
                    split,
                    aim(by, perKilogram),
                    COUNT);
            switch (rooms.placement().best(ask, visit.now())) {
                case WindowAnswer.Found found -> best = Optional.of(best(found));
                case WindowAnswer.Refused refused -> fault = Optional.of(refused.reason() + ": " + refused.detail());
            }
        } catch (IllegalArgumentException unusable) {
            fault = Optional.of(String.valueOf(unusable.getMessage()));
        }
        return View.page(
                Section.PLACEMENT,
                "Best windows",
                "page/windows.jte",
                new WindowPage(zones, zone, hours, within, split, by, perKilogram, fault, best));
    }

    private static Duration length(String field, String hours) {
        Duration length = Duration.ofMinutes(PlacementPages.amount(field, hours)
                .multiply(BigDecimal.valueOf(60))
                .intValue());
        if (length.compareTo(Duration.ofHours(HOURS_MAX)) > 0) {
            throw new IllegalArgumentException(field + ": at most " + HOURS_MAX + " hours");
        }
        return length;
    }

    private Aim aim(String by, String perKilogram) {
        return switch (by) {
            case "CARBON" -> new Aim.Carbon();
            case "MONEY" -> new Aim.Money();
            case "MIX" ->
                new Aim.Mix(
                        PlacementPages.amount("Worth of a kilogram", perKilogram),
                        rooms.placement().currency());
            default -> throw new IllegalArgumentException("By: it is one of CARBON, MONEY and MIX");
        };
    }

    private Best best(WindowAnswer.Found found) {
        List<Mark> marks = new ArrayList<>();
        marks.add(mark(found.carbon()));
        found.price().ifPresent(price -> marks.add(mark(price)));
        return new Best(
                line(found.runNow(), Optional.empty(), Optional.empty()),
                found.windows().stream()
                        .map(each -> line(each.window(), Optional.of(each.carbonSaved()), each.moneySaved()))
                        .toList(),
                Amount.priceUnit(found.currency()),
                found.priceMissing(),
                marks);
    }

    private static Mark mark(Vintage vintage) {
        return Mark.planned(
                vintage.quality(),
                vintage.signal().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " of " + vintage.zone()
                        + ", as issued",
                vintage.issuedAt());
    }

    private Line line(Window window, Optional<Quantiles> saved, Optional<Quantiles> moneySaved) {
        return new Line(
                when(window.pieces()),
                PlacementPages.figure(window.carbon(), 1),
                window.price().map(WindowPages::price).orElse(Figure.UNKNOWN),
                saved.map(each -> PlacementPages.figure(each, 1)).orElse(Figure.UNKNOWN),
                moneySaved.map(WindowPages::price).orElse(Figure.UNKNOWN));
    }

    private static Figure price(Quantiles value) {
        return PlacementPages.figure(
                new Quantiles(
                        value.p10().movePointRight(PENCE),
                        value.p50().movePointRight(PENCE),
                        value.p90().movePointRight(PENCE)),
                2);
    }

    private String when(List<Interval> pieces) {
        Times times = rooms.times();
        return String.join("; ", pieces.stream().map(times::utcSpan).toList());
    }
}

package dev.flexgate.feed;

import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.HalfHourly.Span;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A market document of the ENTSO-E Transparency Platform, or its {@code Acknowledgement_MarketDocument}, which says why
 * there is none. Read event by event, without document type, entities or anything from outside, within bounds.
 *
 * @param root name of the document element
 * @param created when it was made; the epoch where it does not say
 * @param series its time series
 * @param reasonCode of an acknowledgement; empty else
 * @param reasonText of an acknowledgement; empty else
 */
record EntsoeDocument(String root, Instant created, List<Series> series, String reasonCode, String reasonText) {

    /** A month of quarter-hours of twenty kinds of plant is 60,000 points. */
    private static final int ELEMENTS_MAX = 400_000;

    private static final int DEPTH_MAX = 16;
    private static final int TEXT_MAX = 256;
    private static final int POINTS_MAX = 10_000;

    /** Points are left out where nothing changes; anything else names every point. */
    private static final String VARIABLE_BLOCKS = "A03";

    private static final String ACKNOWLEDGEMENT = "Acknowledgement_MarketDocument";

    /** The two names that one time series has for its zone: what it feeds in, what it takes out. */
    record Series(Map<String, String> facts, List<Period> periods) {

        String fact(String name) {
            return facts.getOrDefault(name, "");
        }

        /** Values by the period that they hold for; a point left out of variable blocks repeats the one before. */
        List<Span> spans(Quality quality) {
            boolean repeats = fact("curveType").equals(VARIABLE_BLOCKS);
            var spans = new ArrayList<Span>();
            for (Period period : periods) {
                spans.addAll(period.spans(repeats, quality));
            }
            return spans;
        }

        /** Of its first period: all periods of a series share it. */
        Duration resolution() {
            return periods.isEmpty() ? Duration.ZERO : periods.getFirst().resolution();
        }
    }

    /** Points of one stretch of time, by position from 1. */
    record Period(Interval interval, Duration resolution, NavigableMap<Integer, BigDecimal> points) {

        private List<Span> spans(boolean repeats, Quality quality) {
            var spans = new ArrayList<Span>(points.size());
            for (Map.Entry<Integer, BigDecimal> point : points.entrySet()) {
                Instant start = interval.start().plus(resolution.multipliedBy(point.getKey() - 1L));
                Integer next = points.higherKey(point.getKey());
                Instant end = !repeats
                        ? start.plus(resolution)
                        : next == null ? interval.end() : interval.start().plus(resolution.multipliedBy(next - 1L));
                if (end.isAfter(interval.end()) || !start.isBefore(end)) {
                    throw Asked.wrongShape("a point outside of its period");
                }
                spans.add(new Span(new Interval(start, end), point.getValue(), quality));
            }
            return spans;
        }
    }

    boolean isAcknowledgement() {
        return root.equals(ACKNOWLEDGEMENT);
    }

    /** Throws {@link BadAnswerException} when it is no XML, or none that can be such a document. */
    static EntsoeDocument read(byte[] xml) {
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(xml));
            try {
                return new Reading(reader).document();
            } finally {
                reader.close();
            }
        } catch (XMLStreamException broken) {
            throw new BadAnswerException(Reason.NOT_READABLE, "not XML as accepted here", broken);
        }
    }

    /** No document type: no entity can be declared, fetched or multiplied. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        return factory;
    }

    /** One pass over the events. */
    private static final class Reading {

        private final XMLStreamReader reader;
        private final List<String> path = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private final List<Series> series = new ArrayList<>();
        private final Map<String, String> document = new TreeMap<>();
        private Map<String, String> facts = new TreeMap<>();
        private List<Period> periods = new ArrayList<>();
        private Map<String, String> period = new TreeMap<>();
        private NavigableMap<Integer, BigDecimal> points = new TreeMap<>();
        private Map<String, String> point = new TreeMap<>();
        private String root = "";
        private int elements;

        Reading(XMLStreamReader reader) {
            this.reader = reader;
        }

        EntsoeDocument document() throws XMLStreamException {
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> start(reader.getLocalName());
                    case XMLStreamConstants.END_ELEMENT -> end(reader.getLocalName());
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> characters(reader.getText());
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new BadAnswerException(Reason.NOT_READABLE, "a document type or an entity");
                    default -> {
                        // Comments and white space say nothing.
                    }
                }
            }
            return new EntsoeDocument(
                    root,
                    document.containsKey("createdDateTime") ? time(document, "createdDateTime") : Instant.EPOCH,
                    List.copyOf(series),
                    document.getOrDefault("Reason.code", ""),
                    document.getOrDefault("Reason.text", ""));
        }

        private void start(String name) {
            if (++elements > ELEMENTS_MAX || path.size() == DEPTH_MAX) {
                throw new BadAnswerException(Reason.TOO_LARGE, "more or deeper elements than we read");
            }
            if (path.isEmpty()) {
                root = name;
            }
            path.add(name);
            text.setLength(0);
        }

        private void characters(String more) {
            if (text.length() + more.length() <= TEXT_MAX) {
                text.append(more);
            }
        }

        private void end(String name) {
            String value = text.toString().strip();
            String parent = path.size() > 1 ? path.get(path.size() - 2) : "";
            switch (parent) {
                case "Point" -> point.put(name, value);
                case "timeInterval", "Period" -> period.put(name, value);
                case "TimeSeries", "MktPSRType" -> facts.put(name, value);
                case "Reason" -> document.putIfAbsent("Reason." + name, value);
                default -> document.putIfAbsent(name, value);
            }
            switch (name) {
                case "Point" -> endPoint();
                case "Period" -> endPeriod();
                case "TimeSeries" -> endSeries();
                default -> {
                    // A value, kept above.
                }
            }
            path.removeLast();
            text.setLength(0);
        }

        private void endPoint() {
            String written = point.getOrDefault("quantity", point.getOrDefault("price.amount", ""));
            String position = point.getOrDefault("position", "");
            if (!position.matches("[1-9][0-9]{0,4}") || points.size() == POINTS_MAX) {
                throw Asked.wrongShape("a point without a position");
            }
            BigDecimal value = AnswerFields.number(written, "a point")
                    .orElseThrow(() -> Asked.wrongShape("a point without a value"));
            if (points.put(Integer.valueOf(position), value) != null) {
                throw Asked.wrongShape("two points at one position");
            }
            point = new TreeMap<>();
        }

        private void endPeriod() {
            Instant start = time(period, "start");
            Instant end = time(period, "end");
            if (!start.isBefore(end)) {
                throw Asked.wrongShape("a period that ends before it begins");
            }
            periods.add(new Period(new Interval(start, end), resolution(), points));
            period = new TreeMap<>();
            points = new TreeMap<>();
        }

        private void endSeries() {
            series.add(new Series(facts, List.copyOf(periods)));
            facts = new TreeMap<>();
            periods = new ArrayList<>();
        }

        private Duration resolution() {
            return switch (period.getOrDefault("resolution", "")) {
                case "PT15M" -> Duration.ofMinutes(15);
                case "PT30M" -> Duration.ofMinutes(30);
                case "PT60M", "PT1H" -> Duration.ofHours(1);
                default -> throw Asked.wrongShape("a resolution other than PT15M, PT30M and PT60M");
            };
        }

        private static Instant time(Map<String, String> from, String name) {
            try {
                return OffsetDateTime.parse(from.getOrDefault(name, "")).toInstant();
            } catch (DateTimeException broken) {
                throw Asked.wrongShape("a time that cannot be read: " + name);
            }
        }
    }
}

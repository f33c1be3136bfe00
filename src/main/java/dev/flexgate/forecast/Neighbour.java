package dev.flexgate.forecast;

import dev.flexgate.feed.Beside;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Topic;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.model.Companion;
import dev.flexgate.forecast.model.Companion.Auction;
import dev.flexgate.forecast.model.EvenSeries;
import dev.flexgate.quantity.HalfHours;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Another series as it is known at one moment.
 *
 * @param history published values of the days ahead included
 * @param vintages behind its newest values
 */
record Neighbour(Kind kind, History history, List<UUID> vintages) {

    private static final Duration SILENCE = Duration.ofDays(1);

    /**
     * How a model looks at it.
     *
     * @param lateHalfHours by so much later than promised its values were there when the model was learnt
     */
    record Kind(Beside beside, int lateHalfHours) {

        void write(DataOutput out) throws IOException {
            Topic topic = beside.topic();
            out.writeUTF(topic.zone().code());
            out.writeUTF(topic.signal().name());
            out.writeUTF(beside.published().map(each -> each.at().toString()).orElse(""));
            out.writeUTF(beside.published().map(each -> each.where().getId()).orElse(""));
            out.writeInt(lateHalfHours);
        }

        static Kind read(DataInput in) throws IOException {
            var topic = new Topic(new Zone(in.readUTF()), Signal.valueOf(in.readUTF()));
            String at = in.readUTF();
            String where = in.readUTF();
            Optional<Beside.Published> published = at.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Beside.Published(LocalTime.parse(at), ZoneId.of(where)));
            return new Kind(new Beside(topic, published), in.readInt());
        }

        private String name() {
            return beside.topic().zone() + " " + beside.topic().signal();
        }
    }

    /** Not so at an origin when it fell silent: a day more than it was late when the model was learnt. */
    boolean isFresh(Instant origin) {
        Duration late = HalfHours.STEP.multipliedBy(kind.lateHalfHours());
        return !history.halfHours().end().plus(late).plus(SILENCE).isBefore(origin);
    }

    /** On {@code grid}, which is of half-hours or of hours. */
    Companion on(EvenSeries grid) {
        int halfHours = (int) grid.step().dividedBy(HalfHours.STEP);
        EvenSeries its = halfHours == 1 ? history.halfHourly() : history.hourly();
        int late = (kind.lateHalfHours() + halfHours - 1) / halfHours;
        Optional<Auction> auction = kind.beside().published().map(each -> new Auction(each.at(), each.where()));
        return Companion.on(grid, kind.name(), its, its.columns()[0], auction, late);
    }
}

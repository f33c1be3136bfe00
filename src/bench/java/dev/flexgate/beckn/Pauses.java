package dev.flexgate.beckn;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** How often and how long this virtual machine stood still to collect garbage, from one moment on. */
final class Pauses {

    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong sumMillis = new AtomicLong();
    private final AtomicLong maxMillis = new AtomicLong();

    private Pauses() {}

    static Pauses watched() {
        var pauses = new Pauses();
        for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
            boolean stops = !each.getName().contains("Concurrent");
            if (stops && each instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(
                        (notification, _) -> pauses.heard((CompositeData) notification.getUserData()), null, null);
            }
        }
        return pauses;
    }

    private void heard(CompositeData data) {
        var collection = GarbageCollectionNotificationInfo.from(data);
        if (collection.getGcCause().equals("System.gc()")) {
            return; // ours, to see what is left; told late
        }
        long millis = collection.getGcInfo().getDuration();
        count.incrementAndGet();
        sumMillis.addAndGet(millis);
        maxMillis.accumulateAndGet(millis, Math::max);
    }

    @Override
    public String toString() {
        return "  collections: " + count + ", together " + sumMillis + " ms, longest " + maxMillis + " ms";
    }
}

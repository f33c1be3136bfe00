package dev.flexgate.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobRulesTest {

    static final SiteId HOME = new SiteId("home");
    static final Site SITE = new Site(
            HOME,
            "Home",
            new TenantId("operator"),
            new GridArea("GB-10", "GB-A", "_A"),
            new Place("Cambridge", new BigDecimal("52.2"), new BigDecimal("0.1")),
            new SitePower(
                    Power.ofKilowatts(1_000),
                    Power.ofKilowatts(1_100),
                    Power.ofKilowatts(200),
                    new BigDecimal("1.25")));

    private static final Instant NOW = Instant.parse("2026-10-25T00:10:00Z");
    private static final Interval DAY = Interval.of("2026-10-25T00:00:00Z", "2026-10-25T04:00:00Z");
    private static final JobShape CONTIGUOUS = new JobShape.Contiguous();
    private static final JobShape MALLEABLE = new JobShape.Malleable();

    static JobRequest request(String reference, JobShape shape, Demand demand, Interval window) {
        return new JobRequest(
                new TenantId("tenant"),
                reference,
                "A job",
                shape,
                demand,
                window,
                SiteChoice.of(HOME, List.of(HOME)),
                Priority.NORMAL,
                Origin.SUBMITTED);
    }

    static Demand demand(long kilowatts, long kilowattHours) {
        return new Demand(Power.ofKilowatts(kilowatts), Energy.ofKilowattHours(kilowattHours));
    }

    private static Optional<JobRefusal> refusal(JobShape shape, Demand demand, Interval window) {
        return JobRules.refusal(request("r", shape, demand, window), Map.of(HOME, SITE), NOW, JobLimits.DEFAULT)
                .map(Submission.Refused::reason);
    }

    @Test
    void import_limit_and_base_load_bound_what_can_flex() {
        assertEquals(Power.ofKilowatts(880), SITE.power().itLimit());
        assertEquals(Power.ofKilowatts(680), SITE.power().flexible());
    }

    @Test
    void a_window_without_a_whole_half_hour_is_over() {
        Interval short_ = Interval.of("2026-10-25T00:00:00Z", "2026-10-25T00:59:59Z");
        assertEquals(Optional.of(JobRefusal.WINDOW_OVER), refusal(MALLEABLE, demand(10, 1), short_));
        Interval enough = Interval.of("2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z");
        assertEquals(Optional.empty(), refusal(MALLEABLE, demand(10, 5), enough));
    }

    @Test
    void work_must_fit_what_is_left_of_the_window() {
        assertEquals(Optional.empty(), refusal(CONTIGUOUS, demand(100, 350), DAY));
        assertEquals(Optional.of(JobRefusal.WORK_EXCEEDS_WINDOW), refusal(CONTIGUOUS, demand(100, 400), DAY));
    }

    @Test
    void constant_power_work_comes_in_whole_half_hours() {
        assertEquals(Optional.of(JobRefusal.WORK_NOT_WHOLE), refusal(CONTIGUOUS, demand(100, 101), DAY));
        assertEquals(
                Optional.of(JobRefusal.WORK_NOT_WHOLE), refusal(new JobShape.Preemptible(2), demand(100, 101), DAY));
        assertEquals(Optional.empty(), refusal(MALLEABLE, demand(100, 101), DAY));
        Demand finest = new Demand(Power.ofKilowatts(100), new Energy(1_800));
        assertEquals(Optional.empty(), refusal(MALLEABLE, finest, DAY));
        Demand finer = new Demand(Power.ofKilowatts(100), new Energy(1_801));
        assertEquals(Optional.of(JobRefusal.WORK_NOT_WHOLE), refusal(MALLEABLE, finer, DAY));
    }

    @Test
    void constant_power_must_fit_some_site() {
        assertEquals(Optional.empty(), refusal(CONTIGUOUS, demand(680, 340), DAY));
        assertEquals(Optional.of(JobRefusal.POWER_EXCEEDS_SITES), refusal(CONTIGUOUS, demand(682, 341), DAY));
        assertEquals(Optional.empty(), refusal(MALLEABLE, demand(682, 341), DAY));
    }

    @Test
    void a_deadline_beyond_the_lookahead_is_too_far() {
        Interval far = new Interval(NOW, NOW.plus(JobLimits.DEFAULT.lookahead()).plusSeconds(1));
        assertEquals(Optional.of(JobRefusal.WINDOW_TOO_FAR), refusal(MALLEABLE, demand(10, 10), far));
    }

    @Test
    void a_home_that_is_not_allowed_cannot_be_written() {
        assertThrows(IllegalArgumentException.class, () -> SiteChoice.of(HOME, List.of(new SiteId("elsewhere"))));
    }
}

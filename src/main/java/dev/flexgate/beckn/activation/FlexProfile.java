package dev.flexgate.beckn.activation;

import dev.flexgate.beckn.message.FlexContract.Terms;
import dev.flexgate.beckn.message.FlexResource.Category;
import dev.flexgate.beckn.message.FlexResource.Programme;
import dev.flexgate.beckn.message.IncentiveTerms;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * How we present ourselves to grid operators.
 *
 * @param programme under which terms our sites take part
 * @param category what kind of consumer they are
 * @param participantTypes the same in the words of the domain
 * @param devices what is turned down
 * @param controlMode how
 * @param responseTime from the call to the reduced load
 * @param leastNotice from the call to the window
 * @param validity how long a catalogue may be believed
 * @param payment when and how incentives are paid
 * @param incentive by what they are reckoned where an activation brings no terms of its own
 */
public record FlexProfile(
        Programme programme,
        Category category,
        List<String> participantTypes,
        List<String> devices,
        String controlMode,
        Duration responseTime,
        Duration leastNotice,
        Duration validity,
        Payment payment,
        IncentiveTerms incentive) {

    /**
     * When and how.
     *
     * @param method such as {@code bank_transfer}
     * @param cycle {@code monthly}
     * @param day of the month after the event, 1 to 28
     */
    public record Payment(String method, String cycle, int day) {

        public Payment {
            if (!cycle.equals("monthly") || day < 1 || day > 28) {
                throw new IllegalArgumentException(
                        "incentives are paid monthly, on day 1 to 28, not " + cycle + " on " + day);
            }
        }
    }

    public static final FlexProfile DEFAULT = new FlexProfile(
            new Programme("flexgate-turn-down", "Turn-down of computing"),
            new Category("industrial", "Data Center"),
            List.of("industrial"),
            List.of("batch_computing"),
            "automated",
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            new Payment("bank_transfer", "monthly", 5),
            IncentiveTerms.PLAIN);

    /** What the seller's catalogue says of it, in {@code programmes/turn-down.json}; as shipped without that file. */
    public static FlexProfile of(Path catalog) {
        return ProgrammeFile.read(catalog);
    }

    /** When and how an event that ends at {@code end} is paid. */
    Terms terms(Instant end) {
        LocalDate month = LocalDate.ofInstant(end, ZoneOffset.UTC).plusMonths(1);
        return new Terms(
                payment.method(),
                payment.cycle(),
                month.withDayOfMonth(payment.day()).toString());
    }
}

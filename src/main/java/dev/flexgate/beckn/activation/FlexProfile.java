package dev.flexgate.beckn.activation;

import dev.flexgate.beckn.message.FlexContract.Terms;
import dev.flexgate.beckn.message.FlexResource.Category;
import dev.flexgate.beckn.message.FlexResource.Programme;
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
 * @param paymentMethod how incentives are paid
 * @param paymentDay day of the month after the event on which they are expected
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
        String paymentMethod,
        int paymentDay) {

    public static final FlexProfile DEFAULT = new FlexProfile(
            new Programme("flexgate-turn-down", "Turn-down of computing"),
            new Category("industrial", "Data Center"),
            List.of("industrial"),
            List.of("batch_computing"),
            "automated",
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            "bank_transfer",
            5);

    /** When and how an event that ends at {@code end} is paid. */
    Terms terms(Instant end) {
        LocalDate month = LocalDate.ofInstant(end, ZoneOffset.UTC).plusMonths(1);
        return new Terms(
                paymentMethod, "monthly", month.withDayOfMonth(paymentDay).toString());
    }
}

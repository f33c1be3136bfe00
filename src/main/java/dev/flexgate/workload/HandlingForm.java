package dev.flexgate.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Money;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.util.function.Function;

/** What moving, pausing and delaying a job costs, as files, callers and the store write it: fields of the job's own, absent for nothing. */
public final class HandlingForm {

    private HandlingForm() {}

    static Handling read(Fields fields) {
        return new Handling(
                fields.optionalAmount("dataGb", "such as 120", Function.identity())
                        .orElse(BigDecimal.ZERO),
                fields.optionalAmount("checkpointGbp", "such as 0.4", HandlingForm::money)
                        .orElse(Handling.NONE.pauseCost()),
                fields.optionalAmount("checkpointKwh", "such as 3", Energy::ofKilowattHours)
                        .orElse(Energy.ZERO),
                fields.optionalAmount("migrationGbp", "such as 2.5", HandlingForm::money),
                fields.optionalAmount("delayGbpPerMwhHour", "such as 0.5", HandlingForm::money));
    }

    private static Money money(BigDecimal amount) {
        return Money.rounded(amount, Handling.GBP);
    }

    static Handling stored(String text) {
        try {
            return Fields.read("job", Json.mapper().readTree(text), HandlingForm::read);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a stored job is no JSON", broken);
        }
    }

    /** Adds its fields to those of a job; none where it costs nothing. */
    public static ObjectNode write(ObjectNode json, Handling handling) {
        if (handling.dataGigabytes().signum() > 0) {
            json.put("dataGb", handling.dataGigabytes());
        }
        if (handling.pauseCost().amount().signum() > 0) {
            json.put(
                    "checkpointGbp", PolicyLimitsForm.plain(handling.pauseCost().amount()));
        }
        if (handling.pauseEnergy().joules() > 0) {
            json.put(
                    "checkpointKwh",
                    PolicyLimitsForm.plain(handling.pauseEnergy().kilowattHours()));
        }
        handling.migration().ifPresent(money -> json.put("migrationGbp", PolicyLimitsForm.plain(money.amount())));
        handling.delayPerMwhHour()
                .ifPresent(money -> json.put("delayGbpPerMwhHour", PolicyLimitsForm.plain(money.amount())));
        return json;
    }
}

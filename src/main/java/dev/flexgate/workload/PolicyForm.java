package dev.flexgate.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Money;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;
import java.util.function.Function;

/** A policy as its owner writes it, in a file of the catalogue or over the wire: the same fields either way. */
public final class PolicyForm {

    private static final Currency GBP = Currency.getInstance("GBP");

    private PolicyForm() {}

    /**
     * The policy of {@code tenant}, who need not be named again.
     *
     * @throws WorkloadFileException naming the field and what to write instead
     */
    public static Policy read(TenantId tenant, JsonNode body) {
        return Fields.read("policy", body, fields -> {
            fields.optionalText("tenant", "\"" + tenant + "\"")
                    .filter(named -> !named.equals(tenant.value()))
                    .ifPresent(named -> {
                        throw fields.refusal("tenant", "must be " + tenant + " as in the address, or left out");
                    });
            return read(tenant, fields);
        });
    }

    static Policy read(Fields file) {
        return read(new TenantId(file.text("tenant", "such as \"fen-research\"")), file);
    }

    private static Policy read(TenantId tenant, Fields fields) {
        Optional<CarbonMass> cap = fields.optionalAmount("carbonCapKg", "such as 900", CarbonMass::ofKilograms);
        return new Policy(
                tenant,
                fields.text("name", "such as \"cheapest hours\""),
                cap.<CarbonCap>map(CarbonCap.AtMost::new).orElseGet(CarbonCap.None::new),
                fields.amount("carbonGbpPerTonne", "such as 60, or 0", PolicyForm::money),
                fields.optionalObject("rates", PolicyForm::rates).orElse(PolicyRates.NONE),
                fields.optionalObject("limits", PolicyLimitsForm::read).orElse(PolicyLimits.NONE));
    }

    private static PolicyRates rates(Fields fields) {
        return new PolicyRates(
                fields.optionalAmount("latencyGbpPerMwhMs", "such as 0.05", PolicyForm::money)
                        .orElse(PolicyRates.NONE.latencyPerMwhMs()),
                fields.optionalAmount("transferGbpPerGb", "such as 0.02", PolicyForm::money)
                        .orElse(PolicyRates.NONE.transferPerGb()),
                fields.optionalAmount("delayGbpPerMwhHour", "such as 0.5", PolicyForm::money)
                        .orElse(PolicyRates.NONE.delayPerMwhHour()),
                fields.optionalAmount("networkKwhPerGb", "such as 0.001", Function.identity())
                        .orElse(PolicyRates.NETWORK_KWH_PER_GB));
    }

    private static Money money(BigDecimal amount) {
        return Money.rounded(amount, GBP);
    }

    static PolicyRates storedRates(String text) {
        try {
            return Fields.read("policy", Json.mapper().readTree(text), PolicyForm::rates);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a stored policy is no JSON", broken);
        }
    }

    static ObjectNode write(PolicyRates rates) {
        ObjectNode json = Json.object()
                .put(
                        "latencyGbpPerMwhMs",
                        PolicyLimitsForm.plain(rates.latencyPerMwhMs().amount()))
                .put(
                        "transferGbpPerGb",
                        PolicyLimitsForm.plain(rates.transferPerGb().amount()));
        // Left out for nothing: what files said before there was such a rate still says the same.
        if (rates.delayPerMwhHour().amount().signum() > 0) {
            json.put(
                    "delayGbpPerMwhHour",
                    PolicyLimitsForm.plain(rates.delayPerMwhHour().amount()));
        }
        return json.put("networkKwhPerGb", PolicyLimitsForm.plain(rates.networkKwhPerGb()));
    }

    /** As {@link #read} takes it; nothing where there is no limit. */
    public static ObjectNode write(Policy policy) {
        ObjectNode json = Json.object().put("tenant", policy.tenant().value()).put("name", policy.name());
        json.put(
                "carbonGbpPerTonne",
                PolicyLimitsForm.plain(policy.carbonPerTonne().amount()));
        if (policy.cap() instanceof CarbonCap.AtMost(CarbonMass most)) {
            json.put("carbonCapKg", PolicyLimitsForm.plain(most.kilograms()));
        }
        if (!policy.rates().equals(PolicyRates.NONE)) {
            json.set("rates", write(policy.rates()));
        }
        if (!policy.limits().equals(PolicyLimits.NONE)) {
            json.set("limits", PolicyLimitsForm.write(policy.limits()));
        }
        return json;
    }
}

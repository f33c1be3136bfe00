package dev.flexgate.settlement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Shared;
import dev.flexgate.identity.Ed25519;
import dev.flexgate.identity.PublicKey32;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Power;
import dev.flexgate.settlement.rule.ContractLine;
import dev.flexgate.settlement.rule.Formula;
import dev.flexgate.settlement.rule.Fraction;
import dev.flexgate.settlement.rule.Measured;
import dev.flexgate.settlement.rule.MoneyRules;
import dev.flexgate.settlement.rule.Volume;
import dev.flexgate.wire.CanonicalJson;
import dev.flexgate.wire.Digests;
import dev.flexgate.workload.MeterId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The records of others' making: our canonical form, hash, signature and rules say the same of them. */
class AuditChainVectorTest {

    private final JsonNode vectors = Shared.json("reference/flexibility/vectors/audit-chain.json");
    private final PublicKey32 key =
            new PublicKey32(HexFormat.of().parseHex(vectors.get("publicKeyHex").asText()));

    @Test
    void canonical_bytes_hashes_and_signatures_are_equal() {
        for (int at = 0; at < vectors.get("records").size(); at++) {
            JsonNode record = vectors.get("records").get(at);
            byte[] canonical = canonical(record);
            assertArrayEquals(
                    vectors.get("canonical_utf8").get(at).asText().getBytes(StandardCharsets.UTF_8), canonical);
            assertEquals(record.get("hash").asText(), hash(canonical));
            assertTrue(Ed25519.verify(key, canonical, signature(record)));
        }
    }

    @Test
    void a_changed_value_breaks_hash_and_signature() {
        ObjectNode record = vectors.get("records").get(2).deepCopy();
        ((ObjectNode) record.at("/delivered/0")).put("mwh", "0.6000");

        assertNotEquals(record.get("hash").asText(), hash(canonical(record)));
        assertFalse(Ed25519.verify(key, canonical(record), signature(record)));
    }

    @Test
    void its_volume_and_its_money_follow_from_its_figures() {
        JsonNode measured = vectors.get("records").get(2);
        JsonNode settled = vectors.get("records").get(3);
        Measured.Known known = Measured.Known.of(List.of(new Measured.MeterVolume(
                new MeterId("m"),
                megawattHours(measured.at("/metered/0/mwh")),
                Optional.of(megawattHours(measured.at("/baseline/unadjusted/0"))))));
        assertEquals(
                new BigDecimal(measured.at("/delivered/0/mwh").asText()),
                known.delivered().megawattHours().setScale(4));
        JsonNode ordered = vectors.get("records").get(1).get("commercial");
        var line = new ContractLine(
                Instant.parse(measured.at("/market/utcStart").asText()),
                Power.ofKilowatts(new BigDecimal(ordered.get("orderedMw").asText()).movePointRight(3)),
                SettlementFixture.price(
                        new BigDecimal(ordered.get("priceGbpPerMwh").asText())
                                .movePointLeft(3)
                                .toPlainString()),
                SettlementFixture.price("0"));

        var flows = MoneyRules.settle(
                        new Formula.PayAsBid(),
                        Direction.DOWN,
                        List.of(new MoneyRules.Case(line, known, Optional.empty())))
                .getFirst()
                .orElseThrow();

        assertEquals(
                settled.at("/settlement/payGbp").asText(),
                flows.getFirst().amount().amount().toPlainString());
    }

    private static Volume megawattHours(JsonNode json) {
        return new Volume(Fraction.of(new BigDecimal(json.asText())).times(Fraction.of(3_600_000_000L)));
    }

    private static byte[] canonical(JsonNode record) {
        ObjectNode bare = record.deepCopy();
        bare.remove(Set.of("hash", "sig"));
        return CanonicalJson.bytes(bare);
    }

    private static String hash(byte[] canonical) {
        byte[] prefixed = new byte[canonical.length + 1];
        System.arraycopy(canonical, 0, prefixed, 1, canonical.length);
        return Digests.sha256Hex(prefixed);
    }

    private static byte[] signature(JsonNode record) {
        return Base64.getDecoder().decode(record.at("/sig/value").asText());
    }
}

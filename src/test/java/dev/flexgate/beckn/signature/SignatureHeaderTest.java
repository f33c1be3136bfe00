package dev.flexgate.beckn.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flexgate.beckn.message.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureHeaderTest {

    private static final String SIGNATURE =
            "gRbcWfa/d9Ox/vAX/+4KQd5xjcHHF+6AepM1pxNzHgwPFFmGs2B4fwjj8gAOcwgN/V5OC12Ho7O8s6oE3/MYCw==";
    private static final SignatureHeader EXPECTED = new SignatureHeader(
            new KeyId("bap.example.com", "k1"), 1767225600, 1767225900, SignatureLines.THREE, SIGNATURE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Signature keyId=\"bap.example.com|k1|ed25519\",algorithm=\"ed25519\",created=\"1767225600\",expires=\"1767225900\",headers=\"(created) (expires) digest\",signature=\"%s\"",
                "signature  keyId=\"bap.example.com|k1|ed25519\", algorithm=\"ed25519\", created=1767225600, expires=1767225900, headers=\"(created) (expires) digest\", signature=\"%s\"",
                "Signature signature=\"%s\" ,headers=\"(created)  (expires) digest\",expires = \"1767225900\",created=1767225600,algorithm=ed25519,keyId=\"bap.example.com|k1|ed25519\"",
                "Signature keyId=bap.example.com|k1|ed25519,algorithm=\"ed25519\",created=\"1767225600\",expires=\"1767225900\",headers=\"(created) (expires) digest\",nonce=\"x\",signature=%s",
            })
    void the_order_spaces_and_quotes_of_senders_do_not_matter(String header) {
        assertEquals(EXPECTED, SignatureHeader.parse(header.formatted(SIGNATURE)));
    }

    @Test
    void what_we_write_we_read() {
        assertEquals(EXPECTED, SignatureHeader.parse(EXPECTED.text()));
        assertEquals(EXPECTED, SignatureHeader.parseAnswer(EXPECTED.text()));
    }

    @Test
    void an_answer_may_leave_the_scheme_word_out_but_a_request_may_not() {
        String bare = EXPECTED.text().substring("Signature ".length());
        assertEquals(EXPECTED, SignatureHeader.parseAnswer(bare));
        assertEquals(SignatureFault.MALFORMED, faultOf(bare));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "algorithm=\"ed25519\" # algorithm=\"ed25519\",algorithm=\"ed25519\" # MALFORMED",
                "created=\"1767225600\" # created=\"1767225600\",created=1767225600 # MALFORMED",
                "algorithm=\"ed25519\", # ~~ # MALFORMED",
                "algorithm=\"ed25519\" # algorithm=\"rsa-sha256\" # ALGORITHM_UNKNOWN",
                "|ed25519 # |rsa # ALGORITHM_UNKNOWN",
                "|k1|ed25519 # |k1 # MALFORMED",
                "|k1|ed25519 # |ed25519 # MALFORMED",
                "|k1|ed25519 # ||ed25519 # MALFORMED",
                "|k1|ed25519 # |k1|ed25519| # MALFORMED",
                "created=\"1767225600\" # created=\"-1\" # MALFORMED",
                "created=\"1767225600\" # created=\"1767225600.5\" # MALFORMED",
                "created=\"1767225600\" # created=\"999999999999\" # MALFORMED",
                "created=\"1767225600\" # created=\"\" # MALFORMED",
                "(created) (expires) digest # (created) (expires) # LINES_UNKNOWN",
                "(created) (expires) digest # (expires) (created) digest # LINES_UNKNOWN",
                "(created) (expires) digest # ~~ # LINES_UNKNOWN",
                "YCw== # YCw= # MALFORMED",
                "YCw== # YCw # MALFORMED",
                "YCw== # YCx== # MALFORMED",
                "YCw== # Y== # MALFORMED",
                "gRbc # g_bc # MALFORMED",
                ",signature= # ,sig= # MISSING",
                "Signature keyId # Bearer keyId # MALFORMED",
                "Signature keyId # Signature =, keyId # MALFORMED",
                "expires=\"1767225900\" # expires=\"17672\\25900\" # MALFORMED",
                "expires=\"1767225900\" # expires=\"1767225900 # MALFORMED",
                "YCw==\" # YCw==\", # MALFORMED",
            })
    void every_other_deviation_is_refused_with_its_fault(String from, String to, SignatureFault fault) {
        String header = EXPECTED.text().replace(from, to);
        assertEquals(fault, faultOf(header), header);
    }

    @Test
    void an_oversized_header_is_refused_before_it_is_read() {
        assertEquals(SignatureFault.MALFORMED, faultOf("Signature x=\"" + "y".repeat(5_000) + "\""));
    }

    private static SignatureFault faultOf(String header) {
        RefusedException refused = assertThrows(RefusedException.class, () -> SignatureHeader.parse(header));
        return SignatureFault.valueOf(refused.error().details().getOrDefault("reason", "none"));
    }
}

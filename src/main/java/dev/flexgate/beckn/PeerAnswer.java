package dev.flexgate.beckn;

import dev.flexgate.beckn.dialect.Acknowledgement;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.outbox.Delivery;
import dev.flexgate.wire.Answer;
import java.time.Duration;

/**
 * What a peer answered one attempt, and what that says about another.
 *
 * @param read as the acknowledgement that it is
 * @param trust whether the peer signed it
 * @param attempt counted from 1
 * @param pauseMax how long the peer may ask to be left alone
 */
public record PeerAnswer(Answer answer, Acknowledgement read, AnswerTrust trust, int attempt, Duration pauseMax) {

    public int status() {
        return answer.status();
    }

    /** Status and trust, for whoever looks at the attempt. */
    public String note() {
        return status() + " " + trust;
    }

    /** By its status. 409 is AckNoCallback: the peer has it, and will not call back. */
    public boolean isTaken() {
        return answer.succeeded() || status() == 409;
    }

    /** By its status: what failed now may not fail later. */
    public boolean isPassing() {
        return status() == 408 || status() == 429 || status() >= 500;
    }

    /** The peer refused; whether to try again is in the code, and in the status. */
    public Delivery rejected(BecknError error) {
        return rejected(error, "");
    }

    /** As the other, with {@code words} in its note. */
    public Delivery rejected(BecknError error, String words) {
        String reason = note() + " NACK " + error.code() + words;
        // Its acknowledgement of an earlier attempt was lost: it has the message, which is all we want.
        boolean knowsIt =
                error.code().equals("CTX_MESSAGE_ID_DUPLICATE") || error.code().equals("AUT_REPLAY_DETECTED");
        if (knowsIt && attempt > 1) {
            return new Delivery.Delivered(reason);
        }
        return error.isRetryable() || isPassing() ? again(reason) : new Delivery.GaveUp(reason);
    }

    /** Neither refused nor taken in words: its status decides. */
    public Delivery unacknowledged() {
        return isPassing() ? again(note()) : new Delivery.GaveUp(note() + " without ACK");
    }

    /** Later; when the peer wants, if it says so. */
    public Delivery again(String why) {
        return answer.header("retry-after")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(pause -> pause.compareTo(pauseMax) > 0 ? pauseMax : pause)
                .<Delivery>map(pause -> new Delivery.AgainAfter(why, pause))
                .orElseGet(() -> new Delivery.Again(why));
    }
}

package dev.flexgate.beckn;

import dev.flexgate.beckn.HandBap.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends many messages at a time. */
final class CorpusPost {

    static final int THREADS = 12;

    private CorpusPost() {}

    /** What each was answered, in their order. */
    static List<Answer> all(List<Callable<Answer>> calls, int atOnce) {
        try (ExecutorService senders = Executors.newFixedThreadPool(atOnce)) {
            var answers = new ArrayList<Answer>();
            for (Future<Answer> answer : senders.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (ExecutionException broken) {
            throw new IllegalStateException(broken.getCause());
        }
    }
}

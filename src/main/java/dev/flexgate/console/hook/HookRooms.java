package dev.flexgate.console.hook;

import dev.flexgate.outbox.Interventions;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.webhook.Webhooks;
import java.time.InstantSource;

/**
 * The rooms behind these pages.
 *
 * @param interventions what a person does to a delivery, under that person's name
 */
public record HookRooms(
        Webhooks webhooks,
        Outbox outbox,
        Interventions interventions,
        Database database,
        Ids ids,
        InstantSource clock) {}

-- What the network knows of an order beside the market: how its consumer calls it, which open points of its messages
-- were read how, and the last message that shaped it, from which an unasked message takes its dialect and envelope.
create table beckn_order_words (
    order_id       uuid        primary key,
    subscriber     text        not null,
    transaction_id text        not null,
    name           text        not null, -- empty when the consumer uses our id
    assumed        text        not null, -- names of rules, comma-separated
    dialect        text        not null,
    action         text        not null,
    request        bytea       not null,
    kept_at        timestamptz not null
);

create index beckn_order_words_by_name on beckn_order_words (subscriber, name, order_id desc) where name <> '';

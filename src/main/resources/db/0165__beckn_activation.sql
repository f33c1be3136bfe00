-- A grid operator activates several resources with one order of the network, whose lines become orders of ours. What
-- was asked is kept as it was understood, so that every later answer repeats the operator's own names, and a repeat
-- under another message id is told from another order.
create table beckn_activation (
    id             uuid        primary key, -- the order id that the operator is given
    subscriber     text        not null,
    transaction_id text        not null,
    dialect        text        not null,
    request        bytea       not null,
    created_at     timestamptz not null,
    constraint beckn_activation_once unique (subscriber, transaction_id)
);

create table beckn_activation_line (
    activation_id uuid    not null references beckn_activation,
    number        integer not null,
    flex_order_id uuid, -- null when nothing could be given
    reason        text    not null,
    primary key (activation_id, number)
);

create unique index beckn_activation_line_order on beckn_activation_line (flex_order_id)
 where flex_order_id is not null;

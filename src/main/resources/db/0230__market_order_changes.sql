-- What was bought can be given up, changed and settled; the terms of an order are its quote as it stands now.
alter table market_order drop constraint market_order_state_check;
alter table market_order add constraint market_order_state_check check (state in
    ('QUOTED', 'INITIATED', 'ACCEPTED', 'ACTIVE', 'DELIVERY_COMPLETE', 'SETTLED', 'CANCELLED', 'EXPIRED'));
alter table market_order add column given_up text;
alter table market_order add column outcome text;
create index market_order_settling on market_order (since) where state = 'DELIVERY_COMPLETE';

-- One rating an order and party: the key says so.
create table market_rating (
    order_id    uuid        not null references market_order (id),
    participant text        not null,
    stars       numeric     not null check (stars between 1 and 5),
    comment     text        not null,
    rated_at    timestamptz not null,
    record_id   uuid        not null,
    primary key (order_id, participant)
);

create table market_ticket (
    id             uuid        primary key,
    participant    text        not null,
    order_id       uuid,
    topic          text        not null,
    callback_phone text        not null,
    asked_at       timestamptz not null,
    record_id      uuid        not null
);

-- Who was told what about the forecast that an order was sold on, and whether it knows.
create table market_alert (
    order_id        uuid        not null references market_order (id),
    event_id        text        not null,
    raised_at       timestamptz not null,
    sold_mg_kwh     bigint      not null,
    now_mg_kwh      bigint      not null,
    acknowledged_at timestamptz,
    alert_above     bigint,
    primary key (order_id, event_id)
);

-- Addresses under which a delivery can be watched; only what the secret in them hashes to is kept.
create table market_tracking (
    token_sha256 bytea       primary key,
    order_id     uuid        not null references market_order (id),
    expires_at   timestamptz not null
);
create index market_tracking_lapsing on market_tracking (expires_at);

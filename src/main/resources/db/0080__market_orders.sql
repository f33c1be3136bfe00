-- Capacity is a row per site, half-hour and direction, and the check is the last wall against selling the same
-- kilowatt twice: it holds whatever the code above it does, over all markets together.
create table market_capacity (
    site_id      text        not null,
    period_start timestamptz not null,
    direction    text        not null check (direction in ('UP', 'DOWN')),
    offerable_w  bigint      not null check (offerable_w >= 0),
    reserved_w   bigint      not null default 0 check (reserved_w >= 0),
    sold_w       bigint      not null default 0 check (sold_w >= 0),
    primary key (site_id, period_start, direction),
    constraint market_capacity_never_oversold check (reserved_w + sold_w <= offerable_w)
);

-- A slot keeps its id from plan to plan; each change of what is offered is a new version with its own record.
create table market_slot (
    id           text        primary key,
    version      int         not null,
    state        text        not null check (state in ('PUBLISHED', 'WITHDRAWN', 'EXPIRED')),
    site_id      text        not null,
    window_start timestamptz not null,
    window_end   timestamptz not null,
    plan_version bigint      not null,
    terms        text        not null,
    record_id    uuid        not null,
    changed_at   timestamptz not null
);
create index market_slot_published on market_slot (window_start) where state = 'PUBLISHED';

create table market_order (
    id             uuid        primary key,
    version        int         not null,
    state          text        not null check (state in
                       ('QUOTED', 'INITIATED', 'ACCEPTED', 'ACTIVE', 'DELIVERY_COMPLETE', 'EXPIRED')),
    participant    text        not null,
    transaction_id uuid        not null,
    site_id        text        not null,
    slot_id        text        not null,
    window_start   timestamptz not null,
    window_end     timestamptz not null,
    power_w        bigint      not null check (power_w > 0),
    quote          text        not null,
    since          timestamptz not null,
    expires_at     timestamptz not null,
    confirmed_at   timestamptz,
    record_id      uuid        not null,
    created_at     timestamptz not null
);
create index market_order_conversation on market_order (participant, transaction_id, created_at desc);
create index market_order_lapsing on market_order (expires_at) where state in ('QUOTED', 'INITIATED');
create index market_order_running on market_order (window_start) where state in ('ACCEPTED', 'ACTIVE');

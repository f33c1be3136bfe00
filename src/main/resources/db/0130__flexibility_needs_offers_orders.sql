-- A grid operator's request; its own name for it makes a repeat harmless.
create table flex_need (
    id           uuid        primary key,
    requester    text        not null,
    request_id   text        not null,
    request      text        not null,
    state        text        not null check (state in ('RECEIVED', 'VALIDATED', 'REJECTED', 'OFFERED', 'DECLINED',
                     'EXPIRED', 'FILLED', 'PARTIALLY_FILLED', 'UNFILLED')),
    detail       text        not null,
    version      int         not null,
    since        timestamptz not null,
    record_id    uuid        not null,
    constraint flex_need_once unique (requester, request_id)
);

create table flex_offer (
    id           uuid        primary key,
    need_id      uuid        not null references flex_need,
    requester    text        not null,
    terms        text        not null,
    valid_until  timestamptz not null,
    state        text        not null check (state in ('SUBMITTED', 'ACKED', 'REJECTED', 'ORDERED', 'REVOKED',
                     'EXPIRED', 'NOT_SELECTED')),
    detail       text        not null,
    version      int         not null,
    since        timestamptz not null,
    record_id    uuid        not null
);
create index flex_offer_need on flex_offer (need_id, id desc);
create index flex_offer_open on flex_offer (valid_until) where state in ('SUBMITTED', 'ACKED');

create table flex_order (
    id           uuid        primary key,
    offer_id     uuid        not null references flex_offer,
    need_id      uuid        not null references flex_need,
    terms        text        not null,
    window_start timestamptz not null,
    window_end   timestamptz not null,
    state        text        not null check (state in ('RECEIVED', 'ACCEPTED', 'REJECTED', 'SCHEDULED', 'ACTIVE',
                     'CANCELLED', 'ABORTED', 'DELIVERY_COMPLETE', 'MEASURED', 'SETTLEMENT_PROPOSED', 'DISPUTED',
                     'SETTLED', 'RESTATED')),
    detail       text        not null,
    version      int         not null,
    since        timestamptz not null,
    record_id    uuid        not null
);
-- An offer is bought once, whatever the code above believes.
create unique index flex_order_one_an_offer on flex_order (offer_id) where state <> 'REJECTED';
create index flex_order_need on flex_order (need_id, id desc);
create index flex_order_waiting on flex_order (window_start) where state = 'SCHEDULED';
create index flex_order_running on flex_order (window_end) where state in ('ACTIVE', 'ABORTED');

-- What every plan must keep to: at most so much IT power of jobs. Held by an open offer at what was planned when it was
-- made, by an order at what it promised.
create table flex_ceiling (
    holder       uuid        not null,
    site_id      text        not null,
    period_start timestamptz not null,
    it_w         bigint      not null check (it_w >= 0),
    primary key (holder, site_id, period_start)
);
create index flex_ceiling_period on flex_ceiling (period_start);

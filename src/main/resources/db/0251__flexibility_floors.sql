-- What every plan must keep to where more load was sold: at least so much IT power of jobs. Held as ceilings are.
create table flex_floor (
    holder       uuid        not null,
    site_id      text        not null,
    period_start timestamptz not null,
    it_w         bigint      not null check (it_w >= 0),
    primary key (holder, site_id, period_start)
);
create index flex_floor_period on flex_floor (period_start);

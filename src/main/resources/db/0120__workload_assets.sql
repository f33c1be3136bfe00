-- Which loads of a site can flex, each behind a meter of its own. Versions are only ever added, as with sites, so
-- that a settlement of last month can be done again on what was then true.

create table workload_asset (
    asset_id text not null,
    version integer not null check (version > 0),
    site_id text not null,
    kind text not null check (kind in ('GPU_POOL', 'CPU_POOL', 'BATTERY', 'COOLING')),
    max_turn_down_w bigint not null check (max_turn_down_w >= 0),
    max_turn_up_w bigint not null check (max_turn_up_w >= 0),
    meter_id text not null,
    -- Null where the asset has no metering system of its own in the BSC.
    import_msid text,
    export_msid text check (export_msid is null or import_msid is not null),
    bm_unit text,
    recorded_at timestamptz not null,
    primary key (asset_id, version)
);

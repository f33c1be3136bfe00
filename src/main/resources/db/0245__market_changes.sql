-- Which transaction changed a row last, so that a snapshot of what is for sale can be brought up to date by reading only
-- what changed: every transaction below pg_snapshot_xmin of the last reading is over and was read. A trigger, because
-- many statements change these rows, and one that forgot would leave the window out of date for ever.
alter table market_slot add column changed_tx xid8 not null default pg_current_xact_id();
alter table market_capacity add column changed_tx xid8 not null default pg_current_xact_id();
create index market_slot_changes on market_slot (changed_tx);
create index market_capacity_changes on market_capacity (changed_tx);

create function market_note_change() returns trigger language plpgsql as $$
begin
    new.changed_tx := pg_current_xact_id();
    return new;
end
$$;
create trigger market_slot_changed before update on market_slot
    for each row execute function market_note_change();
create trigger market_capacity_changed before update on market_capacity
    for each row execute function market_note_change();

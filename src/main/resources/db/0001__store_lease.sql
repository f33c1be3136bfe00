-- Why: some work must have one worker over all nodes (log sequencer, planning clock). A lease is a row; its token
-- grows with every holder, so that a late write of a former holder can be told from the present one's.
create table store_lease (
    name text primary key,
    holder text not null,
    fencing_token bigint not null check (fencing_token > 0),
    valid_until timestamptz not null
);

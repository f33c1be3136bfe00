-- Whose business on the network a tenant may see. A participant is at most one tenant's; an ended binding keeps its row,
-- so that the versions of its records go on.
create table identity_tenant_participant (
    participant text        primary key check (length(participant) between 1 and 255),
    tenant      text,
    version     int         not null check (version >= 1),
    changed_at  timestamptz not null,
    changed_by  text        not null
);

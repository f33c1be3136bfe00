-- With which key a peer was last heard: registries are asked by key, callbacks know only whom they are for.
create table beckn_peer (
    subscriber text        primary key,
    key_id     text        not null,
    heard_at   timestamptz not null
);
create index beckn_peer_heard on beckn_peer (heard_at desc);

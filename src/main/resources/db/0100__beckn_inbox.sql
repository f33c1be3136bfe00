-- Every message of a peer that was acknowledged, so that what was acknowledged is done, and done once. A message
-- is known by sender, id and action; the digest tells a repeat from another message under the same id. Once it is
-- done only that memory is kept, as long as a repeat could still be valid.
create table beckn_inbox (
    id             uuid        primary key, -- version 7: sorts by arrival
    subscriber     text        not null,
    message_id     text        not null,
    action         text        not null,
    digest         bytea       not null check (length(digest) = 32),
    dialect        text        not null,
    transaction_id text        not null,
    public_key     text        not null, -- under which the signature was verified on arrival
    received_at    timestamptz not null,
    state          text        not null default 'WAITING' check (state in ('WAITING', 'DONE', 'FAILED')),
    attempts       integer     not null default 0,
    due_at         timestamptz not null,
    body           bytea,
    auth_header    text,
    constraint beckn_inbox_once unique (subscriber, message_id, action),
    constraint beckn_inbox_waiting_is_whole check (state <> 'WAITING' or (body is not null and auth_header is not null))
);

create index beckn_inbox_waiting on beckn_inbox (id) where state = 'WAITING';

-- Messages of one session are answered in the order in which they came.
create index beckn_inbox_session on beckn_inbox (subscriber, transaction_id, id) where state = 'WAITING';

create index beckn_inbox_forget on beckn_inbox (received_at) where state <> 'WAITING';

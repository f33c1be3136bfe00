-- What of our catalogue a catalogue service was given: one row a part, which is a site's day.
create table beckn_publication (
    catalog_id   text        primary key,
    sha          bytea       not null check (length(sha) = 32), -- of the part as it was written
    message_id   text        not null,
    items        integer     not null,
    state        text        not null check (state in ('SENT', 'ACKNOWLEDGED', 'ACCEPTED', 'PARTIAL', 'REJECTED', 'UNDELIVERED')),
    note         text        not null default '', -- what the service says of it
    published_at timestamptz not null,
    settled_at   timestamptz
);

create index beckn_publication_of_message on beckn_publication (message_id);

-- Under which signatures a publication was sent: the service's callback may bind itself to any of them.
create table beckn_publication_message (
    message_id text        primary key,
    body_sha   bytea       not null check (length(body_sha) = 32),
    digest     text        not null,
    signatures text[]      not null default '{}',
    answer_sha bytea       check (length(answer_sha) = 32),
    sent_at    timestamptz not null
);

create index beckn_publication_message_sent on beckn_publication_message (sent_at);

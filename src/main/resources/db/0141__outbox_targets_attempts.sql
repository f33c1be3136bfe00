-- Why: a receiver that asks for time, wants nothing more, or fails for days is a fact about the receiver, not about one
-- message; and whoever has to find out why nothing arrives needs to see what was said.
alter table outbox_target
    add column state text not null default 'OPEN' check (state in ('OPEN', 'PAUSED', 'DISABLED')),
    add column state_since timestamptz not null default '-infinity',
    add column state_reason text not null default '',
    add column failing_since timestamptz,
    add column not_before timestamptz not null default '-infinity';

alter table outbox_attempt
    add column next_at timestamptz,
    add column request text,
    add column status int,
    add column response text;

-- What one target was sent, newest first, for whoever looks at it.
create index outbox_message_of_target on outbox_message (courier, target, created_at desc, id desc);

-- An operator's act under its key: asked again it is not done again.
create table outbox_act (
    act_key text primary key,
    act text not null,
    affected bigint not null,
    done_at timestamptz not null
);
create index outbox_act_done on outbox_act (done_at);

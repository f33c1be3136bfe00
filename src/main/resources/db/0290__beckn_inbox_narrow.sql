-- Each acknowledged message paid for four indexes, two of them over long texts. Sender, action and id are now known by
-- one number of 16 bytes, sender and session by another: the first 128 bits of the SHA-256 over them, a line each. The
-- sender is proved and stands first, so nobody can take a number that is another's. What it was made of stays beside it.
alter table beckn_inbox add column once uuid, add column session uuid;

update beckn_inbox
   set once = encode(substring(sha256(convert_to(subscriber || E'\n' || action || E'\n' || message_id, 'UTF8'))
                               from 1 for 16), 'hex')::uuid,
       session = encode(substring(sha256(convert_to(subscriber || E'\n' || transaction_id, 'UTF8'))
                                  from 1 for 16), 'hex')::uuid;

drop index beckn_inbox_session;
drop index beckn_inbox_waiting;
alter table beckn_inbox
    drop constraint beckn_inbox_once,
    drop constraint beckn_inbox_pkey,
    alter column session set not null,
    add primary key (once);

-- Only a message that waits is looked for by its place in the queue.
create unique index beckn_inbox_waiting on beckn_inbox (id) where state = 'WAITING';

create index beckn_inbox_session on beckn_inbox (session, id) where state = 'WAITING';

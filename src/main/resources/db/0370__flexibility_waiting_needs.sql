-- Requests that were taken in and wait for their answer: few among many.
create index flex_need_waiting on flex_need (id) where state = 'RECEIVED';

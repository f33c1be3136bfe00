-- An order whose sites all gave up, or were never reached: nothing holds load down for it any more, and it is still
-- measured when its window is over.
alter table flex_order drop constraint flex_order_state_check;
alter table flex_order add constraint flex_order_state_check check (state in ('RECEIVED', 'ACCEPTED', 'REJECTED',
    'SCHEDULED', 'ACTIVE', 'FAILED', 'CANCELLED', 'ABORTED', 'DELIVERY_COMPLETE', 'MEASURED', 'SETTLEMENT_PROPOSED',
    'DISPUTED', 'SETTLED', 'RESTATED'));
drop index flex_order_running;
create index flex_order_running on flex_order (window_end) where state in ('ACTIVE', 'ABORTED', 'FAILED');

-- Jobs of which priority a budget holds back; names with commas between.
alter table budget_budget add column holds text not null default 'NORMAL,LOW';

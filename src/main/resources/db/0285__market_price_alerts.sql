-- An alert names the price that was sold and the price of now beside the carbon; one raised before has neither.
alter table market_alert
    add column sold_price numeric, -- per kWh of IT energy
    add column now_price numeric,
    add column price_currency text,
    add column price_alert_above numeric,
    add constraint market_alert_prices_whole
        check ((sold_price is null) = (now_price is null) and (sold_price is null) = (price_currency is null));

// What every page gains from a script. Without it all of this still works by links, forms and tables.
import { draw } from "./charts.js";
import { follow } from "./live.js";

const closers = () => {
  // A note about a number closes when one looks elsewhere, as people expect of it.
  document.addEventListener("click", (event) => {
    for (const chip of document.querySelectorAll("details.chip[open]")) {
      if (!chip.contains(event.target)) chip.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const chip of document.querySelectorAll("details.chip[open]")) {
      chip.open = false;
      chip.querySelector("summary").focus();
    }
  });
};

/** How long a quote still holds; the server says the same at every reload. */
const countdown = () => {
  for (const place of document.querySelectorAll("[data-countdown]")) {
    const end = Date.parse(place.dataset.countdown);
    // Counted from the gateway's clock, which need not be the browser's.
    const skew = Date.parse(document.querySelector("[data-clock]").dateTime) - Date.now();
    const tick = () => {
      const left = Math.max(0, Math.round((end - Date.now() - skew) / 1000));
      const minutes = Math.floor(left / 60);
      place.textContent = left === 0 ? "lapsed" : `${minutes}:${String(left % 60).padStart(2, "0")} left`;
      if (left > 0) setTimeout(tick, 1000);
    };
    tick();
  }
};

closers();
countdown();
draw(document);
follow(draw);

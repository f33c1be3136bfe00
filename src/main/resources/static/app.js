// What every page gains from a script. Without it all of this still works by links, forms and tables.
import { draw } from "./charts.js";

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

closers();
draw(document);

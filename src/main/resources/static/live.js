// Keeps the parts of a page that are marked data-live as the server would make them now. The server is the one
// renderer: the page is fetched again and the marked parts are put in place of the old ones.
const POLL = 15_000;
const SOON = 400;

let due;
let lastSeen = Date.now();

const parts = () => [...document.querySelectorAll("[data-live][id]")];

const note = (text, stale) => {
  for (const place of document.querySelectorAll("[data-live-note]")) {
    place.textContent = text;
    place.classList.toggle("stale", stale);
  }
};

/** Someone is reading or filling in this part: it must not change under their hands. */
const inUse = (part) => part.contains(document.activeElement) && document.activeElement !== document.body
  || part.querySelector("details[open]") !== null;

const refresh = async (redraw) => {
  due = undefined;
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of parts()) {
      const next = fresh.getElementById(part.id);
      if (next && next.textContent !== part.dataset.shown && !inUse(part)) {
        const shown = next.textContent;
        part.replaceChildren(...next.childNodes);
        part.dataset.shown = shown;
        redraw(part);
      }
    }
    lastSeen = Date.now();
    note(`Live, ${new Date(lastSeen).toISOString().slice(11, 19)} UTC by this browser`, false);
  } catch {
    note(`Not live: nothing heard since ${new Date(lastSeen).toISOString().slice(11, 19)} UTC`, true);
  }
};

/** Follows the gateway's stream of events where it may, and asks now and then where it may not. */
export const follow = (redraw) => {
  if (parts().length === 0) return;
  for (const part of parts()) part.dataset.shown = part.textContent;
  const soon = () => { due ??= setTimeout(() => refresh(redraw), SOON); };
  setInterval(() => refresh(redraw), POLL);
  const address = document.body.dataset.stream;
  if (address === undefined || !("EventSource" in window)) return;
  const topics = new Set(parts().flatMap((part) => part.dataset.live.split(",")));
  const stream = new EventSource(`${address}?topics=${[...topics].join(",")}`);
  // Each event says only that something changed; what it looks like now, the server renders.
  for (const name of [...topics, "gap"]) stream.addEventListener(name, soon);
};

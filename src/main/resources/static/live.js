// Keeps the parts of a page that are marked data-live as the server would make them now. The server is the one
// renderer: an event of the stream says only that something changed, then the page is fetched again and its parts are
// made alike. Where the stream is away the page is fetched now and then instead; either way it says how old it is.
import { listen } from "./stream.js";
import { patch, remember } from "./patch.js";

const POLL = 15_000; // while the stream is away
const SILENCE = 50_000; // a little more than the stream's own patience
const SOON = 200;
const OLD = 45_000;

const parts = () => [...document.querySelectorAll("[data-live][id]")];

/** What the page knows about its own age. */
const state = { live: false, heard: 0, made: performance.now(), asOf: "", waits: false, missed: false };

const words = () => {
  const seconds = Math.round((performance.now() - state.made) / 1000);
  const age = seconds < 120 ? `${seconds} s old` : `${Math.round(seconds / 60)} min old`;
  const word = state.waits ? "New data waits until you close what you opened" : state.live ? "Live" : "Reconnecting";
  return [`${word}, `, age];
};

const say = () => {
  const [word, age] = words();
  const stale = !state.live && performance.now() - state.made > OLD;
  for (const place of document.querySelectorAll("[data-live-note]")) {
    place.hidden = false;
    place.querySelector("[data-live-word]").textContent = word;
    place.querySelector("[data-live-age]").textContent = age;
    place.title = state.missed ? `${state.asOf}. Events were missed and everything was read anew.` : `As of ${state.asOf}`;
    place.dataset.state = state.live ? "live" : stale ? "stale" : "away";
  }
  for (const part of parts()) part.classList.toggle("stale", stale);
};

/** A number is as old as the moment at which the server began to make the page. */
const dated = (page, asked) => {
  const clock = page.querySelector("[data-clock]");
  state.made = asked;
  state.asOf = `${clock.dateTime.slice(11, 19)} UTC`;
  state.heard = Number(page.body.dataset.heard);
  if (page === document) return;
  for (const surroundings of [".clock", ".notice"]) {
    const [old, fresh] = [document, page].map((each) => each.querySelector(surroundings));
    if (old !== null && fresh !== null) patch(old, fresh);
  }
};

const fetched = async () => {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin", cache: "no-store" });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
};

/** Fetches the page at most once at a time; what happens meanwhile leads to one more. */
const refresher = (redraw) => {
  let busy = false;
  let due = false;
  let timer;
  const now = async () => {
    timer = undefined;
    if (busy || document.hidden) {
      due = true;
      return;
    }
    busy = true;
    due = false;
    const asked = performance.now();
    try {
      const fresh = await fetched();
      state.waits = parts().map((part) => {
        const next = fresh.getElementById(part.id);
        return next !== null && patch(part, next);
      }).includes(true);
      parts().forEach(redraw);
      dated(fresh, asked);
    } catch {
      // It says how old it is; the next try comes by itself.
    }
    busy = false;
    say();
    if (due) soon();
  };
  const soon = () => { timer ??= setTimeout(now, SOON); };
  document.addEventListener("visibilitychange", () => { if (!document.hidden && due) soon(); });
  return soon;
};

/** The stream, by the worker that all tabs share, or by a connection of this page's own. */
const connect = (address, topics, tell) => {
  if (!("SharedWorker" in window)) return listen(`${address}?topics=${topics.join(",")}`, tell);
  const worker = new SharedWorker("/static/stream-worker.js", { type: "module", name: document.body.dataset.reader });
  worker.port.onmessage = ({ data }) => tell(data);
  worker.port.postMessage({ address, topics });
  addEventListener("pagehide", () => worker.port.postMessage({ address }));
  addEventListener("pageshow", (event) => { if (event.persisted) worker.port.postMessage({ address, topics }); });
  return () => worker.port.postMessage({ address });
};

const hear = (soon) => {
  let silence;
  return ({ kind, id }) => {
    clearTimeout(silence);
    state.live = kind !== "lost";
    if (state.live) silence = setTimeout(() => { state.live = false; say(); }, SILENCE);
    if (kind === "gap") state.missed = true;
    // What happened between the making of the page and the first word of the stream is on no line.
    if (kind === "event" || kind === "gap" || (kind === "open" && Number(id) >= state.heard)) soon();
    say();
  };
};

/** Follows the stream where the page may, and asks now and then where it may not. */
export const follow = (redraw) => {
  remember(document);
  if (parts().length === 0 || document.body.dataset.again === undefined) return;
  dated(document, performance.now());
  const soon = refresher(redraw);
  const { stream } = document.body.dataset;
  setInterval(() => { if (!state.live) soon(); }, POLL);
  setInterval(say, 1_000);
  // Time passes, and what a site reports of its load is no event of the log.
  const every = Math.min(...parts().map((part) => Number(part.dataset.liveEvery ?? Infinity)));
  if (every < Infinity) setInterval(soon, every * 1_000);
  const topics = [...new Set(parts().flatMap((part) => part.dataset.live.split(",")))];
  if (stream !== undefined) connect(stream, topics, hear(soon));
  say();
};

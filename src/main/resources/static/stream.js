// One connection to the gateway's stream of events. By fetch and not by EventSource, which hides the heartbeats, the
// status and Retry-After: a line that has died without a word would look live for ever.
const SILENCE = 45_000; // three heartbeats
const SOON = 3_000;
const LATER = 30_000;

/** Messages of an event stream, as they come (HTML Living Standard, 9.2.6); the gateway ends lines with \n alone. */
async function* messages(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let message = {};
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) {
      const colon = line.indexOf(":");
      if (line === "") {
        yield message;
        message = {};
      } else if (colon > 0) {
        message[line.slice(0, colon)] = line.slice(colon + 1).replace(/^ /, "");
      }
    }
  }
}

/** Topic and subject of a message, such as order and 0199...; what happened, the server renders. */
const news = ({ event, data }) => {
  const told = JSON.parse(data);
  const subject = String(told.subject ?? "");
  return { kind: event === "gap" ? "gap" : "event", topic: event, subject: subject.slice(subject.indexOf("/") + 1), gap: told };
};

/**
 * Follows the stream until it is told to stop; says what it hears: open (with the newest record's index), alive, event,
 * gap, lost. What was missed while the line was away is told when it stands again, by Last-Event-ID.
 */
export const listen = (address, tell, after = "") => {
  let last = after;
  let stopped = false;
  let silence;
  let line = new AbortController();
  const alive = () => {
    clearTimeout(silence);
    silence = setTimeout(() => line.abort(), SILENCE);
  };
  const read = async () => {
    const headers = { Accept: "text/event-stream" };
    if (last !== "") headers["Last-Event-ID"] = last;
    alive();
    const answer = await fetch(address, { headers, credentials: "same-origin", cache: "no-store", signal: line.signal });
    if (!answer.ok) return (Number(answer.headers.get("Retry-After")) * 1000) || LATER;
    let first = true;
    for await (const message of messages(answer.body)) {
      alive();
      if (message.id !== undefined) last = message.id;
      if (message.data !== undefined) tell({ ...news(message), id: last });
      else tell({ kind: first ? "open" : "alive", id: last });
      first = false;
    }
    return SOON;
  };
  const run = async () => {
    let pause = SOON;
    line = new AbortController();
    try {
      pause = await read();
    } catch {
      // The network, or silence: the same to whoever waits.
    }
    clearTimeout(silence);
    if (stopped) return;
    tell({ kind: "lost", id: last });
    setTimeout(() => { if (!stopped) run(); }, pause);
  };
  run();
  return () => {
    stopped = true;
    clearTimeout(silence);
    line.abort();
  };
};

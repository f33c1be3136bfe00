// One connection for all tabs of one reader: HTTP/1.1 allows a browser six to an origin.
import { listen } from "./stream.js";

const pages = new Map();
let followed = new Set();
let last = "";
let live = false;
let stop = () => {};

const wants = (topics, message) => message.kind !== "event" || topics.has(message.topic)
  || topics.has(`${message.topic}.${message.subject}`);

const tell = (message) => {
  last = message.id;
  live = message.kind !== "lost";
  for (const [page, topics] of pages) if (wants(topics, message)) page.postMessage(message);
};

/** The stream is asked for what the open pages want, and asked anew when one wants more. */
const follow = (address) => {
  const wanted = new Set([...pages.values()].flatMap((topics) => [...topics]));
  if (pages.size > 0 && wanted.isSubsetOf(followed)) return;
  stop();
  followed = wanted;
  if (pages.size > 0) stop = listen(`${address}?topics=${[...wanted].join(",")}`, tell, last);
};

globalThis.onconnect = ({ ports: [page] }) => {
  page.onmessage = ({ data }) => {
    if (data.topics) {
      pages.set(page, new Set(data.topics));
      if (live) page.postMessage({ kind: "open", id: last });
    } else {
      pages.delete(page);
    }
    follow(data.address);
  };
};

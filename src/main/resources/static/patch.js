// Makes a part of the page what the server would make it now, and touches nothing that is the same: what one reads,
// scrolls, has opened or is typing into stays as it is.
const ROWS = "tr, li, article, figure, details";
const FLASH = 1_600;

/** What the server had sent of a chart before a script drew it. */
const sent = new WeakMap();

/** Remembers the charts below {@code root}; to be called before they are drawn. */
export const remember = (root) => {
  for (const figure of root.querySelectorAll("figure[data-chart]")) {
    if (!sent.has(figure)) sent.set(figure, figure.outerHTML);
  }
};

/** Someone is reading or filling in this one: it must not change under their hands. */
const inUse = (element) => (element.contains(document.activeElement) && !document.activeElement.matches("body, main, a"))
  || element.matches("details[open]") || element.querySelector("details[open]") !== null;

const isChart = (element) => element.matches("figure[data-chart]");

const flash = (place) => {
  const row = place.closest("tr, li, article");
  if (row === null || place.closest("time") !== null) return;
  row.classList.remove("changed");
  // Read once, so that a second change starts the animation again.
  void row.offsetWidth;
  row.classList.add("changed");
  setTimeout(() => row.classList.remove("changed"), FLASH);
};

const attributes = (old, fresh) => {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && name !== "open" && name !== "class") old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
};

const alike = (old, fresh) => old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName
  && (old.id ?? "") === (fresh.id ?? "");

/** One pass over a part; says whether anything had to wait for whoever is reading it. */
class Pass {
  waits = false;

  node(old, fresh) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.nodeValue !== fresh.nodeValue) {
        old.nodeValue = fresh.nodeValue;
        flash(old.parentElement);
      }
    } else if (isChart(old)) {
      this.chart(old, fresh);
    } else if (!old.isEqualNode(fresh)) {
      if (old.matches(ROWS) && inUse(old)) {
        this.waits = true;
      } else {
        attributes(old, fresh);
        this.children(old, fresh);
      }
    }
  }

  chart(old, fresh) {
    if (sent.get(old) === fresh.outerHTML) return;
    if (inUse(old)) this.waits = true;
    else old.replaceWith(document.importNode(fresh, true));
  }

  children(old, fresh) {
    const named = new Map([...old.children].filter(({ id }) => id !== "").map((each) => [each.id, each]));
    let at = old.firstChild;
    for (const next of fresh.childNodes) {
      let match = next.id ? named.get(next.id) : undefined;
      if (match === undefined && at !== null && alike(at, next)) match = at;
      if (match === undefined) {
        const placed = old.insertBefore(document.importNode(next, true), at);
        if (placed.nodeType === Node.ELEMENT_NODE) flash(placed);
      } else {
        if (match === at) at = at.nextSibling;
        else old.insertBefore(match, at);
        this.node(match, next);
      }
    }
    while (at !== null) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
  }
}

/** Makes {@code old} like {@code fresh}; true when some of it has to wait. */
export const patch = (old, fresh) => {
  const pass = new Pass();
  pass.children(old, fresh);
  remember(old);
  return pass.waits;
};

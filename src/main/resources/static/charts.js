// Draws each chart once more from the table below it, with a cursor that reads the numbers out and a zoom by
// dragging. The table is the one source: what the eye sees is what the table says.
const SCRIPT = "/static/uplot.js";
const SHEET = "/static/uplot.css";
const HEIGHT = 156;
const DASHES = { forecast: [7, 3], simulated: [2, 3], limit: [10, 3, 2, 3] };

let library;

const load = () => {
  library ??= new Promise((done, failed) => {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = SHEET;
    document.head.append(sheet);
    const script = document.createElement("script");
    script.src = SCRIPT;
    script.onload = () => done(globalThis.uPlot);
    script.onerror = failed;
    document.head.append(script);
  });
  return library;
};

const hue = (element, index) => getComputedStyle(element).getPropertyValue(`--c${index}`).trim();

const seconds = (moment) => Date.parse(moment) / 1000;

/**
 * The two ends of each row, between which nothing changes: a line must stop where its last row does, and not reach on to
 * the next number or the edge. Where nobody says anything there is a point of nothing. from is the index of a row's first.
 */
const steps = (rows) => {
  const list = [];
  rows.forEach((row, index) => {
    const { dateTime, dataset: { end } } = row.querySelector("time");
    const next = rows[index + 1]?.querySelector("time").dateTime;
    const from = list.length;
    list.push({ at: seconds(dateTime), row, from });
    list.push({ at: seconds(end) - (next === end ? 0.001 : 0), row, from });
    if (next !== undefined && next !== end) list.push({ at: seconds(end) + 0.001, from: from + 2 });
  });
  return list;
};

/** Times, names, styles and numbers of a figure, read from its table. */
const read = (figure) => {
  const heads = [...figure.querySelectorAll("thead th[data-style]")];
  const list = steps([...figure.querySelectorAll("tbody tr")]);
  const columns = heads.map((head, index) => ({
    name: head.textContent,
    style: head.dataset.style,
    colour: head.dataset.colour,
    cells: list.map(({ row }) => row?.querySelectorAll("td")[index]),
  }));
  return { times: list.map(({ at }) => at), starts: list.map(({ from }) => from), columns };
};

/** Ends of a band are written only where they differ from the value. */
const numbers = (cells, key) => cells.map((cell) => {
  const text = cell?.dataset[key] ?? cell?.dataset.value;
  return text === undefined ? null : Number(text);
});

/** Alpha of a fill behind a line, so that lines stay in front. */
const veil = (colour, share) => colour + Math.round(share * 255).toString(16).padStart(2, "0");

const series = (figure, uPlot, columns) => {
  const stepped = uPlot.paths.stepped({ align: 1 });
  const list = [{}];
  const data = [];
  const bands = [];
  for (const column of columns) {
    // Asked for at every drawing: light may turn dark while one looks.
    const colour = () => hue(figure, column.colour);
    const middle = numbers(column.cells, "value");
    const low = numbers(column.cells, "low");
    const high = numbers(column.cells, "high");
    list.push({
      label: column.name,
      stroke: colour,
      width: column.style === "limit" ? 1 : 2,
      dash: DASHES[column.style],
      fill: column.style === "planned" ? () => veil(colour(), 0.25) : undefined,
      paths: stepped,
      points: { show: false },
    });
    data.push(middle);
    if (low.some((value, index) => value !== null && value < high[index])) {
      bands.push({ series: [list.length + 1, list.length], fill: () => veil(colour(), 0.16) });
      list.push({ label: "10 %", stroke: "transparent", paths: stepped, points: { show: false } });
      list.push({ label: "90 %", stroke: "transparent", paths: stepped, points: { show: false } });
      data.push(low, high);
    }
  }
  return { list, data, bands };
};

/** What the cursor stands on, in words beside the title; a table reader has the same numbers. */
const reader = (figure, unit) => {
  const note = document.createElement("span");
  note.className = "cursor-note";
  note.setAttribute("aria-hidden", "true");
  figure.querySelector("figcaption").append(note);
  return (u) => {
    const index = u.cursor.idxs?.[0] ?? u.cursor.idx;
    if (index === null || index === undefined) {
      note.textContent = "";
      return;
    }
    const at = new Date(u.data[0][index] * 1000).toISOString().slice(11, 16);
    const parts = u.series.slice(1).map((one, place) => [one.label, u.data[place + 1][index]])
      .filter(([label, value]) => value !== null && label !== "10 %" && label !== "90 %")
      .map(([, value]) => Number(value.toFixed(2)));
    note.textContent = `${at} UTC: ${parts.join(" / ")} ${unit}`;
  };
};

const FONT = "11px Geist, system-ui, sans-serif";

/** A line at this moment, drawn into the canvas. */
const nowLine = (figure) => (u) => {
  const at = Date.parse(figure.dataset.now ?? "") / 1000;
  if (Number.isNaN(at) || at < u.scales.x.min || at > u.scales.x.max) return;
  const x = Math.round(u.valToPos(at, "x", true));
  u.ctx.save();
  u.ctx.strokeStyle = hue(figure, 5);
  u.ctx.lineWidth = 1.5 * devicePixelRatio;
  u.ctx.beginPath();
  u.ctx.moveTo(x, u.bbox.top);
  u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
  u.ctx.stroke();
  u.ctx.restore();
};

const axes = (figure) => {
  const tone = (name) => () => getComputedStyle(figure).getPropertyValue(name).trim();
  const stroke = tone("--faint");
  const grid = { stroke: tone("--line"), width: 1 };
  const common = { stroke, grid, font: FONT, ticks: { show: false } };
  const clock = (_, splits) => splits.map((at) => new Date(at * 1000).toISOString().slice(11, 16));
  return [{ ...common, values: clock, size: 22, gap: 4 }, { ...common, size: 44, gap: 4 }];
};

const enhance = (figure, uPlot) => {
  const { times, starts, columns } = read(figure);
  if (times.length < 2) return;
  const place = figure.querySelector(".plot");
  const { list, data, bands } = series(figure, uPlot, columns);
  const sync = figure.closest("[data-sync]")?.dataset.sync;
  const fromZero = figure.dataset.zero !== undefined;
  const range = (_, least, most) => {
    const floor = fromZero ? Math.min(0, least) : least;
    return [floor, most + (most - floor || 1) * 0.08];
  };
  place.classList.add("drawn");
  const size = () => ({ width: place.clientWidth, height: place.clientHeight || HEIGHT });
  const plot = new uPlot({
    ...size(),
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    series: list,
    bands,
    legend: { show: false },
    padding: [6, 18, 0, 0],
    axes: axes(figure),
    scales: { x: { time: true }, y: { range } },
    // A number holds from its row's start on: the one to the left of the cursor, not the nearest.
    cursor: {
      sync: sync ? { key: sync } : undefined,
      y: false,
      points: { size: 6 },
      dataIdx: (u, _, nearest, at) => starts[nearest > 0 && u.data[0][nearest] > at ? nearest - 1 : nearest],
    },
    hooks: { setCursor: [reader(figure, figure.dataset.unit)], draw: [nowLine(figure)] },
  }, [times, ...data], place);
  plot.root.setAttribute("aria-hidden", "true");
  const watch = new ResizeObserver(() => plot.setSize(size()));
  watch.observe(place);
  drawn.set(figure, { plot, watch });
};

/** Charts on the page; those of a part that was put anew are let go of. */
const drawn = new Map();

const letGo = () => {
  for (const [figure, { plot, watch }] of drawn) {
    if (figure.isConnected) continue;
    watch.disconnect();
    plot.destroy();
    drawn.delete(figure);
  }
};

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const { plot } of drawn.values()) plot.redraw(false, true);
});

/** Enhances every chart of a part of the page. */
export const draw = async (root) => {
  letGo();
  const figures = [...root.querySelectorAll("figure[data-chart]")].filter((figure) => !drawn.has(figure));
  if (figures.length === 0 || matchMedia("print").matches) return;
  const uPlot = await load();
  for (const figure of figures) enhance(figure, uPlot);
};

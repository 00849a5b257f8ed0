// Enlivens charts: the SVG a page was served with gives way to the same figure drawn by Plotly, which answers to a
// pointer. Plotly is fetched when the first such chart comes into view; without it the SVG simply stays.

const NARROW = 480; // as in charts.css
const INK = "ink:";
const charts = new Set();
let plotly;

function load(figure) {
  plotly ??= new Promise((resolve, reject) => {
    const style = document.createElement("link");
    // Plotly looks for this id and class, and then leaves style sheets alone.
    Object.assign(style, { id: "plotly.js-style-global", className: "no-inline-styles", rel: "stylesheet" });
    style.href = figure.dataset.plotlyStyle;
    const script = document.createElement("script");
    script.src = figure.dataset.plotly;
    script.nonce = document.querySelector("script[nonce]")?.nonce ?? "";
    script.addEventListener("load", () => resolve(window.Plotly));
    script.addEventListener("error", () => reject(new Error("Plotly did not load.")));
    document.head.append(style, script);
  });
  return plotly;
}

// The theme's colours are CSS tokens, some of them light-dark(); only a computed colour is plain enough for Plotly.
function inkwell(element) {
  const probe = document.createElement("i");
  probe.hidden = true;
  element.append(probe);
  const mixed = new Map();
  const mix = (name) => {
    if (!mixed.has(name)) {
      probe.style.color = `var(--${name})`;
      mixed.set(name, getComputedStyle(probe).color);
    }
    return mixed.get(name);
  };
  return { mix, done: () => probe.remove() };
}

function inked(part, mix, isColour = false) {
  if (Array.isArray(part)) return part.map((each) => inked(each, mix, isColour));
  if (part && typeof part === "object") {
    return Object.fromEntries(
      Object.entries(part).map(([key, value]) => [key, inked(value, mix, key.endsWith("color"))]),
    );
  }
  return isColour && typeof part === "string" && part.startsWith(INK) ? mix(part.slice(INK.length)) : part;
}

function chosen(figure) {
  const narrow = figure.clientWidth < NARROW && figure.querySelector('[data-drawing="narrow"]');
  return narrow || figure.querySelector('[data-drawing="wide"]');
}

function stage(figure, drawing) {
  const live = document.createElement("div");
  live.className = "chart-live";
  live.setAttribute("role", "img");
  const said = ["title", "desc"].map((part) => drawing.querySelector(part)?.textContent);
  live.setAttribute("aria-label", said.filter(Boolean).join(". "));
  figure.prepend(live);
  return live;
}

async function draw(figure) {
  const Plotly = await load(figure);
  if (!figure.isConnected) return;
  const drawing = chosen(figure);
  const { data, layout } = JSON.parse(drawing.nextElementSibling.content.textContent);
  const { mix, done } = inkwell(figure);
  const live = figure.querySelector(".chart-live") ?? stage(figure, drawing);
  const sized = { ...inked(layout, mix), width: figure.clientWidth, autosize: false };
  await Plotly.react(live, inked(data, mix), sized, { displayModeBar: false, doubleClick: false, showTips: false });
  done();
  figure.dataset.live = "";
}

function redraw() {
  for (const figure of charts) {
    if (figure.isConnected) draw(figure);
    else forget(figure);
  }
}

function forget(figure) {
  charts.delete(figure);
  widths.unobserve(figure);
  views.unobserve(figure);
  const live = figure.querySelector(".chart-live");
  if (live) window.Plotly?.purge(live);
}

const widths = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    if (!contentRect.width || target.dataset.drawnAt === String(Math.round(contentRect.width))) continue;
    target.dataset.drawnAt = Math.round(contentRect.width);
    draw(target).catch((problem) => console.warn(problem.message));
  }
});

const views = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      views.unobserve(target);
      charts.add(target);
      widths.observe(target); // reports once at once: the first drawing
    }
  },
  { rootMargin: "240px" },
);

function find(root) {
  for (const figure of root.querySelectorAll("[data-chart]")) {
    if (!charts.has(figure)) views.observe(figure);
  }
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
document.addEventListener("htmx:load", (event) => find(event.target.parentElement ?? document));
document.addEventListener("htmx:beforeCleanupElement", ({ target }) => {
  if (target instanceof Element && charts.has(target)) forget(target);
});
find(document);

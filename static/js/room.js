// The review room: refusals are shown, clocks run, the capture line is echoed, and nobody's typing is swept away.

// A refusal (422, 409) is a page like any other: it says what stands in the way and keeps what was typed.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422 || event.detail.xhr.status === 409) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// The poll waits while somebody types in the middle or at the side: a swap would take the words away.
const WRITING = "#main :is(input:not([type=hidden], [type=radio], [type=checkbox]), textarea), .room-aside input[type=text]";

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id !== "room-poll") return;
  const busy = document.activeElement?.matches(WRITING) || document.querySelector("#main details[open] form :checked");
  if (document.hidden || busy || document.querySelector("#unsent")) event.preventDefault();
});

// Clocks: the server says how many seconds have passed and whether they run; the screen counts on from there.
let since = performance.now();
const clocks = () => document.querySelectorAll("[data-seconds][data-runs]");

function face(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function tick() {
  const passed = Math.floor((performance.now() - since) / 1000);
  for (const clock of clocks()) clock.textContent = face(Number(clock.dataset.seconds) + passed);
}

setInterval(tick, 1000);

// After every swap: clocks start from what the server just said, the first field of an opened form has the cursor,
// and the row in hand is in view, or what stands in its way.
function arrange() {
  since = performance.now();
  tick();
  document.querySelector(".room-agenda [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  document.querySelector("#main .is-selected")?.scrollIntoView({ block: "nearest" });
  document.querySelector("#main .room-refusal")?.scrollIntoView({ block: "nearest" });
  document.querySelector(".room-strip[data-focus] :is(input:not([type=hidden]), select)")?.focus({ preventScroll: true });
}

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const nothingCame = detail.xhr.status === 204 || detail.elt === line();
  if (!nothingCame) arrange();
});

// Fingers are faster than a network: keys pressed while a move is under way wait for it. They then go into the form it
// opened, or are pressed one after the other, so that "n15 Dec" never presses D.
let underWay = 0;
const waiting = [];
const isMove = (event) => event.detail.elt.id !== "room-poll" && event.detail.elt !== line();

document.addEventListener("htmx:beforeRequest", (event) => {
  if (isMove(event) && !event.defaultPrevented) underWay += 1;
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!isMove(event)) return;
  underWay = Math.max(0, underWay - 1);
  replay();
});

document.addEventListener("keydown", (event) => {
  if (!underWay || event.key.length > 1 || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches?.("input, textarea, select")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  waiting.push(event.key);
}, { capture: true });

function replay() {
  const field = document.activeElement;
  if (waiting.length && field?.matches(".room-strip input")) field.value += waiting.splice(0).join("");
  while (waiting.length && !underWay) {
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: waiting.shift(), bubbles: true, cancelable: true }));
  }
}

// The capture line: what was understood is marked beneath the words, until they change again.
const line = () => document.querySelector("#capture input[name=line]");

document.addEventListener("input", (event) => {
  if (event.target !== line()) return;
  document.querySelector("#capture-mirror").replaceChildren();
});

function mark() {
  const marked = document.querySelector("#capture-echo template[data-mirror]");
  const mirror = document.querySelector("#capture-mirror");
  if (marked && marked.dataset.mirror === line().value) mirror.replaceChildren(marked.content.cloneNode(true));
  follow();
}

// A line longer than its field is scrolled in it, and the marks with it.
function follow() {
  document.querySelector("#capture-mirror").scrollLeft = line().scrollLeft;
}

document.addEventListener("scroll", (event) => {
  if (event.target === line()) follow();
}, { capture: true });

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "capture-echo") mark();
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  // The form may have been drawn anew: the event is then told of what stands around it.
  if (detail.requestConfig.elt.id !== "capture") return;
  if (detail.xhr.status < 400) {
    line().value = "";
    document.querySelector("#capture-mirror").replaceChildren();
    window.htmx.trigger(line(), "emptied");
  } else {
    mark();
  }
  const end = line().value.length;
  line().focus();
  line().setSelectionRange(end, end);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches?.("#capture input, .room-strip :is(input, select)")) event.target.blur();
});

// The review room: refusals are shown, clocks run, the capture line is echoed, and nobody's typing is swept away.
import { keyOf, line } from "./room-fields.js";

// What was swapped in works at once: a key pressed in the moment before would follow its link as a plain one.
window.htmx.config.defaultSettleDelay = 0;

// A refusal (422, 409) is a page like any other: it says what stands in the way and keeps what was typed.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422 || event.detail.xhr.status === 409) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// The poll waits while somebody types in the middle or at the side: a swap would take the words away.
const WRITING = "#main :is(input:not([type=hidden], [type=radio], [type=checkbox]), textarea), .room-aside input[type=text]";

// So it does while somebody has chosen who presents or writes, and has not said so yet.
const stood = (list) => list.querySelector("[selected]") ?? list.options[0];
const hasChosen = () => [...document.querySelectorAll(".room-aside select")].some((list) => list.selectedOptions[0] !== stood(list));

const isBusy = () =>
  document.activeElement?.matches(WRITING) || document.querySelector("#main details[open] form :checked") || hasChosen();

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id !== "room-poll") return;
  if (document.hidden || isBusy() || underWay || document.querySelector("#unsent")) event.preventDefault();
});

// Nor is the answer taken to what was asked just before somebody began to type: it is asked for again.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.requestConfig.elt.id === "room-poll" && isBusy()) detail.shouldSwap = false;
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

// A page that glides is not yet there when the next key is pressed.
const GAP = 8, AT_ONCE = { behavior: "instant" };

// After every swap: clocks start from what the server just said, or said `age` milliseconds ago to somebody else, and
// the row in hand is in view, or what stands in its way.
function arrange(age = 0) {
  since = performance.now() - age;
  tick();
  document.querySelector(".room-agenda [aria-current]")?.scrollIntoView({ ...AT_ONCE, block: "nearest", inline: "center" });
  const row = document.querySelector("#main .is-selected");
  if (row) bringIntoView(row);
  document.querySelector("#main .room-refusal")?.scrollIntoView({ ...AT_ONCE, block: "nearest" });
}

// Wholly, between the bars that lie over the rows; of a row that is higher than that, its beginning.
function bringIntoView(row) {
  const main = document.querySelector("#main"), isScrolled = getComputedStyle(main).overflowY === "auto";
  const head = row.closest(".ledger-side")?.querySelector(".ledger-head"), room = isScrolled ? main.clientHeight : innerHeight;
  const above = head && getComputedStyle(head).position === "sticky" ? head.offsetHeight : 0;
  const below = isScrolled ? 0 : document.querySelector(".room-capture").offsetHeight;
  row.style.scrollMarginBlock = `${above + GAP}px ${below + GAP}px`;
  row.scrollIntoView({ ...AT_ONCE, block: row.offsetHeight + above + below + 2 * GAP > room ? "start" : "nearest" });
}

// The row in hand has the focus, or the field of the form that was opened in it or refused. A field that stood there
// before has it no more: what is pressed next would be typed into it. But whoever is typing goes on where they are.
const inHand = () => document.querySelector("#main .is-selected .item-title a");
let typing = "";

function focusOnTheRow() {
  const field = document.querySelector(".room-strip:is([data-focus], .is-refused) :is(input:not([type=hidden]), select)");
  const typed = typing && [...document.querySelectorAll(WRITING)].find((each) => each.value && keyOf(each) === typing);
  const now = document.activeElement;
  if (field) field.focus({ preventScroll: true });
  else if (typed) goOnTyping(typed);
  else if (now === document.body || now.closest("#main")) inHand()?.focus({ preventScroll: true });
}

function goOnTyping(field) {
  field.focus({ preventScroll: true });
  field.setSelectionRange?.(field.value.length, field.value.length);
}

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const { elt } = detail.requestConfig;
  // Who is here, alone, leaves the clocks and the rows as they are.
  if ([0, 204].includes(detail.xhr.status) || elt === line() || detail.xhr.getResponseHeader("X-Tandem-People")) return;
  arrange(Number(detail.xhr.getResponseHeader("X-Tandem-Age")));
  if (elt.id !== "capture" && (elt.id !== "room-poll" || hadFocus)) focusOnTheRow();
  hadFocus = false;
});

// The poll draws the row anew as well: who had it in hand by the keyboard still has.
let hadFocus = false;

document.addEventListener("htmx:beforeSwap", () => {
  const now = document.activeElement;
  hadFocus ||= now.matches("#main .item-title a");
  typing = now.matches(WRITING) && now.value ? keyOf(now) : "";
});

// Fingers are faster than a network: keys pressed while a move is under way wait for it. They then go into the form it
// opened, or are pressed one after the other, so that "n15 Dec" never presses D.
let underWay = 0;
const waiting = [];
const isMove = (event) => event.detail.elt.id !== "room-poll" && event.detail.elt !== line();

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!isMove(event) || event.defaultPrevented) return;
  underWay += 1;
  event.detail.xhr.addEventListener("loadend", () => {
    underWay -= 1;
    replay();
  });
  // What it would draw is of before this move, and would take away the form that is being sent.
  window.htmx.trigger("#room-poll", "htmx:abort");
  // Who has answered is done with the field: what is pressed next is not typed behind the answer.
  if (document.activeElement.matches(".room-strip *")) inHand()?.focus({ preventScroll: true });
});

document.addEventListener("keydown", (event) => {
  if (!underWay || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches?.("input, textarea, select") || (event.key.length > 1 && event.key !== "Enter")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.key !== "Enter") waiting.push(event.key);
}, { capture: true });

function replay() {
  const field = document.activeElement;
  if (waiting.length && field?.matches(".room-strip input")) field.value += waiting.splice(0).join("");
  while (waiting.length && !underWay) {
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: waiting.shift(), bubbles: true, cancelable: true }));
  }
}

// The capture line: what was understood is marked beneath the words, until they change again.
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
  // 0 is no answer: what was typed is kept (js/room-kept.js).
  if (detail.xhr.status === 0) return;
  if (detail.xhr.status < 400) {
    // What was typed since is the next line.
    if (line().value !== detail.requestConfig.formData.get("line")) return;
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

// Escape leaves a field for the row in hand, whose letters act again.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !event.target.matches?.("#capture input, #main :is(input, select, textarea)")) return;
  event.target.blur();
  if (event.target.matches("#main *")) inHand()?.focus({ preventScroll: true });
});

arrange();

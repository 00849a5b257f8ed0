// The tracker by keyboard. Letters work while a row has the focus, and nowhere else: whoever speaks to the page, or
// types into it, sets nothing off by accident (WCAG 2.1.4). Everything a key does has a button or a link as well.
const ledger = document.querySelector(".ledger");
const more = document.querySelector("#row-more");
const said = document.querySelector("#tracker-said");
const WRITING = "input:not([type=checkbox]), textarea, select";

// A row is had by its title; the link to later ones is a row too.
const columns = () => [...ledger.querySelectorAll(".ledger-side")];
const stops = (column) => [...column.querySelectorAll(".item-title a, .more-row a")];
const rowOf = (element) => element.closest(".item, .more-row");

function say(words) {
  said.textContent = "";
  requestAnimationFrame(() => { said.textContent = words; });
}

function take(stop) {
  stop.focus({ preventScroll: true });
  rowOf(stop).scrollIntoView({ block: "nearest" });
}

// Where the focus is: the column, and which of its rows.
function place(element) {
  const column = element.closest(".ledger-side"), row = rowOf(element);
  return { column, at: row ? stops(column).findIndex((stop) => row.contains(stop)) : 0 };
}

function step(row, by) {
  const { column, at } = place(row);
  const next = stops(column)[at + by];
  if (next) take(next);
}

function cross(row, by) {
  const { column, at } = place(row), all = columns();
  const there = stops(all[all.indexOf(column) + by] ?? column);
  if (there.length) take(there[Math.min(at, there.length - 1)]);
}

// What a letter does is said by the steps themselves: on the button of a row, and in the list of keys.
function press(row, key) {
  const named = CSS.escape(key), button = row.querySelector(`button[data-row-key="${named}"]`);
  if (button) button.click();
  else say(document.querySelector(`#tracker-keys [data-row-key="${named}"]`).dataset.otherwise);
}

// The forms of a row stand on the page once, and come into a row when they are asked for: its link becomes a fold.
function unfold(link) {
  const fold = more.content.firstElementChild.cloneNode(true);
  const [date, waiting] = fold.querySelectorAll("form"), { other } = link.dataset;
  const version = rowOf(link).querySelector("button[name=version]").value;
  for (const [form, noun] of [[date, "due-date"], [waiting, "waiting"]]) {
    form.setAttribute("hx-post", form.action = new URL(`${noun}/`, link.href).pathname);
    form.elements.version.value = version;
  }
  fold.querySelector("summary").textContent = link.textContent;
  if (other) {
    waiting.elements.on_side.value = link.closest(".ledger-side").matches(".ours") ? "theirs" : "ours";
    waiting.querySelector("button").textContent = `Wait on ${other}`;
  } else {
    waiting.remove();
  }
  link.replaceWith(fold);
  htmx.process(fold);
  return fold;
}

function write(row, name, otherwise) {
  const link = row.querySelector(".more-link"), fold = link ? unfold(link) : row.querySelector(".row-more");
  const field = fold?.querySelector(`[name=${name}]`) ?? row.querySelector('button[formaction$="/resumption/"]');
  if (!field) return say(otherwise);
  if (fold) fold.open = true;
  field.focus();
}

function select(row) {
  const box = row.querySelector(".pick");
  if (box) box.click();
  else say("This one cannot be selected.");
}

function leave(row) {
  const fold = row.querySelector("details[open]");
  if (fold) fold.open = false;
  const title = row.querySelector("a");
  if (title) take(title);
}

const KEYS = {
  j: (row) => step(row, 1), ArrowDown: (row) => step(row, 1),
  k: (row) => step(row, -1), ArrowUp: (row) => step(row, -1),
  h: (row) => cross(row, -1), ArrowLeft: (row) => cross(row, -1),
  l: (row) => cross(row, 1), ArrowRight: (row) => cross(row, 1),
  o: (row) => row.querySelector("a").click(),
  n: (row) => write(row, "due_on", "This one takes no new date from here."),
  w: (row) => write(row, "what_for", "This one cannot be set waiting from here."),
  x: select,
  "/": () => document.querySelector(".filter-form [type=search]").focus(),
  "?": () => document.querySelector("#tracker-keys").showModal(),
};
for (const { dataset } of document.querySelectorAll("#tracker-keys [data-row-key]")) {
  KEYS[dataset.rowKey] = (row) => press(row, dataset.rowKey);
}
const MOVES = "jkhl";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const row = event.target.closest?.(".ledger :is(.item, .more-row)");
  if (!row) return;
  if (event.key === "Escape") return leave(row);
  const act = event.target.matches(WRITING) ? undefined : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  // A key held down moves on; it does not report one thing after the other.
  if (!event.repeat || MOVES.includes(event.key) || event.key.startsWith("Arrow")) act(row);
});

// The row in hand is marked, and a click beside its links takes it in hand.
function mark(row) {
  for (const other of ledger.querySelectorAll(".is-selected")) if (other !== row) other.classList.remove("is-selected");
  row?.classList.add("is-selected");
}

let held = null;

ledger.addEventListener("focusin", ({ target }) => {
  held = rowOf(target) && place(target);
  mark(target.closest(".item"));
});

ledger.addEventListener("focusout", ({ relatedTarget }) => {
  if (!ledger.contains(relatedTarget)) mark(null);
});

ledger.addEventListener("click", (event) => {
  const link = event.target.closest(".more-link");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  unfold(link).querySelector("[name=due_on]").focus();
});

ledger.addEventListener("click", ({ target }) => {
  const row = target.closest(".item");
  if (row && !target.closest("a, button, input, select, summary, label, form") && !String(getSelection())) {
    row.querySelector(".item-title a").focus({ preventScroll: true });
  }
});

// A swap takes the row away together with the focus: what has come in its place is taken up.
document.addEventListener("htmx:afterSettle", () => {
  if (!held || document.activeElement !== document.body) return;
  const there = stops(held.column);
  if (there.length) take(there[Math.min(held.at, there.length - 1)]);
});

document.addEventListener("focusin", ({ target }) => {
  if (!ledger.contains(target)) held = null;
});

// Selecting all that is shown, and saying how many are selected. A change of one box is told by its own column.
ledger.addEventListener("change", ({ target }) => {
  const column = target.closest(".ledger-side"), all = column.querySelector(".pick-all input");
  const boxes = [...column.querySelectorAll(".pick")];
  if (target === all) for (const box of boxes) box.checked = all.checked;
  const count = boxes.filter((box) => box.checked).length;
  if (!all || !(target === all || target.matches(".pick"))) return;
  all.checked = count === boxes.length;
  all.indeterminate = count > 0 && count < boxes.length;
  say(count ? `${count} selected.` : "Nothing selected.");
});

for (const hidden of document.querySelectorAll(".pick-all, .keys-hint")) hidden.hidden = false;

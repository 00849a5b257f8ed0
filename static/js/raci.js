// The grid by keyboard. Every cell is a select and works without this; here the keys go through it as through a sheet.
// Letters work while a cell has the focus, and nowhere else (WCAG 2.1.4).
const form = document.querySelector("#raci-form"), body = form.querySelector("tbody");
const blank = body.querySelector(".raci-blank")?.cloneNode(true), LETTERS = ["A", "R", "C", "I"], undone = [];
form.querySelector(".raci-keys").hidden = false;

const rows = () => [...body.rows];
const cells = (row) => [...row.querySelectorAll("select")];

// What is chosen, and what both sides agreed to, is told to the style sheet by the element.
function show(select) {
  const cell = select.parentElement, changed = select.value !== cell.dataset.was;
  select.dataset.letter = select.value;
  cell.toggleAttribute("data-changed", changed && !select.closest(".raci-blank"));
}

function mark(row) {
  const title = row.querySelector("input[name^=title]"), out = row.querySelector("[name^=gone]");
  row.classList.toggle("is-touched", "touched" in row.dataset || title.value !== title.defaultValue
    || Boolean(out?.checked) || Boolean(row.querySelector("[data-changed]")));
  row.classList.toggle("is-gone", Boolean(out?.checked));
}

function put(select, letter, keep = true) {
  if (select.value === letter) return;
  if (keep) undone.push([select, select.value]);
  select.dataset.before = select.value = letter;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

function move(select, across, down) {
  const row = select.closest("tr"), all = rows(), at = cells(row).indexOf(select);
  const there = all[all.indexOf(row) + down];
  const next = there && cells(there)[at + across];
  if (next) next.focus();
  else if (across < 0) row.querySelector("input[name^=title]").focus();
}

// The last row is always an empty one: once something is typed in it, another one follows.
function grow() {
  if (!blank) return rows().at(-1); // the partnership has ended: no row is added
  const last = rows().at(-1), title = last.querySelector("input[name^=title]");
  if (!title.value.trim()) return last;
  const number = Number(last.dataset.row.slice(1)) + 1, next = blank.cloneNode(true);
  const old = next.dataset.row, key = `n${number}`;
  next.dataset.row = key;
  for (const field of next.querySelectorAll("[name]")) field.name = field.name.replace(`-${old}`, `-${key}`);
  next.querySelector("[id^=raci-gap]").id = `raci-gap-${key}`;
  last.classList.remove("raci-blank");
  body.append(next);
  return next;
}

function undo() {
  const [select, letter] = undone.pop() ?? [];
  if (!select) return;
  put(select, letter, false);
  select.focus();
}

const KEYS = {
  ArrowLeft: (cell) => move(cell, -1, 0), ArrowRight: (cell) => move(cell, 1, 0),
  ArrowUp: (cell) => move(cell, 0, -1), ArrowDown: (cell) => move(cell, 0, 1),
  " ": (cell) => put(cell, [...LETTERS, ""][(LETTERS.indexOf(cell.value) + 1) % 5]),
  Delete: (cell) => put(cell, ""), Backspace: (cell) => put(cell, ""),
  n: () => grow().querySelector("input").focus(),
  Escape: () => form.querySelector("[data-raci-back]").focus(),
};
for (const letter of LETTERS) KEYS[letter.toLowerCase()] = (cell) => put(cell, letter);

form.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey) return;
  const inCell = event.target.matches("select");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && inCell) {
    event.preventDefault();
    return undo();
  }
  if (event.ctrlKey || event.metaKey) return;
  // Enter in a field would send the grid: it goes on to the row's first letter instead.
  if (event.key === "Enter" && event.target.matches("input[name^=title]")) {
    event.preventDefault();
    grow();
    return cells(event.target.closest("tr"))[0].focus();
  }
  const act = inCell && KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  act(event.target);
});

form.addEventListener("focusin", (event) => {
  if (event.target.matches("select")) event.target.dataset.before = event.target.value;
});

function changed({ target }) {
  if (!target.closest("tr")) return;
  if (target.matches("select")) {
    // What was chosen with a finger can be undone like what was typed.
    const { before } = target.dataset;
    if (before !== undefined && before !== target.value) undone.push([target, before]);
    target.dataset.before = target.value;
    show(target);
  }
  mark(target.closest("tr"));
  grow();
}
form.addEventListener("change", changed);
form.addEventListener("input", (event) => event.target.matches("input[name^=title]") && changed(event));
for (const row of rows()) if (!row.matches(".raci-blank")) mark(row);

// Whoever leaves with something typed is asked first.
let typed = false;
form.addEventListener("input", () => { typed = true; });
form.addEventListener("change", () => { typed = true; });
form.addEventListener("submit", () => { typed = false; });
addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });

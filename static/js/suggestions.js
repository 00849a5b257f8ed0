// The capture line offers the people who may be meant, behind an @ and for a first name without one.
// Enter keeps the line, always, unless somebody was picked with the arrows; Tab takes the first one behind an @.

const FIELD = "#capture input[name=line]";
const TYPED = /(?:^|\s)(@?)([\p{L}][\p{L}\p{M}.'’-]{0,40}|(?<=@))$/u;
const MOST = 6;
let names = [];
let list = null;
let chosen = -1;

const field = () => document.querySelector(FIELD);
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// Who may owe something stands in the echo; it is kept while the line is empty.
function people() {
  const options = [...document.querySelectorAll("#capture-echo select[name=owner] option")];
  if (options.length) names = options.filter((option) => option.value).map((option) => option.textContent.trim());
  return names;
}

function typed() {
  const before = field().value.slice(0, field().selectionStart);
  const found = TYPED.exec(before);
  if (!found || field().selectionStart !== field().selectionEnd) return null;
  const [, at, word] = found;
  return { at: Boolean(at), word, start: before.length - at.length - word.length, end: before.length };
}

function meant(now) {
  const word = folded(now.word);
  // A word of the line may be any word: it is a name from its third letter on, where it begins a first name.
  if (!now.at && (now.word.length < 3 || now.word[0] === folded(now.word[0]))) return [];
  const fits = (name) => (now.at ? folded(name).split(/[\s-]+/) : [folded(name)]).some((part) => part.startsWith(word));
  const found = people().filter(fits);
  const first = (name) => folded(name.split(" ")[0]);
  return found.length === 1 && first(found[0]) === word ? [] : found.slice(0, MOST);
}

function close() {
  list?.remove();
  list = null;
  chosen = -1;
  field()?.setAttribute("aria-expanded", "false");
  field()?.removeAttribute("aria-activedescendant");
}

function offer() {
  close();
  const now = document.activeElement === field() && typed();
  const found = now ? meant(now) : [];
  if (!found.length) return;
  list = document.createElement("ul");
  list.className = "capture-people";
  list.id = "capture-people";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Who may be meant");
  found.forEach((name, number) => {
    const option = document.createElement("li");
    option.id = `capture-people-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = name;
    list.append(option);
  });
  field().parentElement.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-controls", list.id], ["aria-autocomplete", "list"], ["aria-expanded", "true"]]) field().setAttribute(name, value);
}

function choose(number) {
  chosen = number;
  [...list.children].forEach((option, each) => option.setAttribute("aria-selected", String(each === number)));
  list.children[number].scrollIntoView({ block: "nearest" });
  field().setAttribute("aria-activedescendant", list.children[number].id);
}

function take(number) {
  const now = typed();
  const name = list.children[number].textContent;
  close();
  if (!now) return;
  field().setRangeText(`@${name} `, now.start, now.end, "end");
  field().dispatchEvent(new Event("input", { bubbles: true }));
  close();
}

document.addEventListener("input", (event) => {
  if (event.target === field()) offer();
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "capture-echo" && chosen < 0) offer();
});

document.addEventListener("keydown", (event) => {
  if (event.target !== field() || !list || event.isComposing) return;
  const count = list.children.length;
  if (event.key === "ArrowDown") choose((chosen + 1) % count);
  else if (event.key === "ArrowUp") choose((chosen <= 0 ? count : chosen) - 1);
  else if (event.key === "Escape") close();
  else if (event.key === "Enter" && chosen >= 0) take(chosen);
  else if (event.key === "Tab" && !event.shiftKey && (chosen >= 0 || typed()?.at)) take(Math.max(chosen, 0));
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true });

document.addEventListener("mousedown", (event) => {
  const option = event.target.closest?.("#capture-people li");
  if (!option) return;
  event.preventDefault();
  take([...list.children].indexOf(option));
});

document.addEventListener("focusout", (event) => {
  if (event.target === field()) close();
});
document.addEventListener("submit", close);

// What every page gains from JavaScript; everything here has a way without it. One file, so that a page stays
// within its twelve requests.

// The theme chosen in the account menu: kept in a cookie, so that the next page arrives in it.
const YEAR = 365 * 24 * 3600;

function chooseTheme(theme) {
  const root = document.documentElement;
  const fixed = theme === "light" || theme === "dark";
  document.cookie = `theme=${fixed ? theme : ""}; path=/; max-age=${fixed ? YEAR : 0}; samesite=lax`;
  if (fixed) root.dataset.theme = theme;
  else delete root.dataset.theme;
}

for (const form of document.querySelectorAll("form[data-theme-choice]")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    chooseTheme(event.submitter.value);
  });
}

// Menus are <details>: here they also close on Escape and on a click elsewhere.
function closeMenu(menu, refocus) {
  menu.open = false;
  if (refocus) menu.querySelector("summary").focus();
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) closeMenu(menu, false);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) closeMenu(menu, true);
});

// An address that names a fold ("…/actions/17/#due-date") opens it.
function unfoldNamed() {
  const named = location.hash && document.getElementById(location.hash.slice(1));
  if (named && named.matches("details")) named.open = true;
}

addEventListener("hashchange", unfoldNamed);
unfoldNamed();

// Where a row of filters is wider than the screen, what is chosen stands in view.
for (const chosen of document.querySelectorAll(".chips > [aria-current]")) {
  const row = chosen.parentElement;
  row.scrollLeft = chosen.offsetLeft - row.offsetLeft - (row.clientWidth - chosen.offsetWidth) / 2;
}

// A link with data-dialog="#id" opens that <dialog> instead of going to its page; data-close closes the nearest one.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.querySelector(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  const closer = event.target.closest("[data-close]");
  if (closer?.closest("dialog")) {
    event.preventDefault();
    closer.closest("dialog").close();
  }
});

// An element with data-key="d" or data-key="ctrl+k" is pressed by that key, unless someone is typing.
// Inside an open dialog only the dialog's own keys work.
const WRITING = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

function keyOf(event) {
  const modifier = event.ctrlKey || event.metaKey ? "ctrl+" : "";
  return modifier + event.key.toLowerCase();
}

function pressedBy(key) {
  const scope = document.querySelector("dialog[open]") ?? document;
  const found = [...scope.querySelectorAll("[data-key]")].filter((element) => element.dataset.key === key);
  return found.find((element) => element.closest(".is-selected")) ?? found.find((element) => !element.closest(".item"));
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const key = keyOf(event);
  if (!key.startsWith("ctrl+") && event.target.closest?.(WRITING)) return;
  const element = pressedBy(key);
  if (!element) return;
  event.preventDefault();
  if (element.matches(WRITING)) element.focus();
  else element.click();
});

// Somebody signed in anew in another tab: the forms of this page go on with the token of that sign-in.
document.addEventListener("tandem:token", ({ detail }) => {
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": detail.token }));
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = detail.token;
});

// Whoever comes back from signing in in another tab need not be told to any more.
addEventListener("focus", () => document.querySelector("#unsent")?.remove());

// A part of the page that could not be asked for, or was refused without a word: the page stays, and says so.
const AWAY = "Tandem did not answer, so nothing was done. What you typed is still here: press again in a moment.";
const REFUSED = "This was refused, so nothing was done. What you typed is still here: open the page in another tab to see how things stand.";

function say(words) {
  const told = document.createElement("p"), shape = document.createElement("span"), said = document.createElement("span");
  Object.assign(told, { id: "not-done", className: "message bad" });
  [shape.textContent, said.textContent] = ["■", words];
  shape.setAttribute("aria-hidden", "true");
  told.append(shape, said);
  document.querySelector("#messages")?.replaceChildren(told);
}

document.addEventListener("htmx:sendError", () => say(AWAY));
document.addEventListener("htmx:responseError", ({ detail }) => say(detail.xhr.status < 500 ? REFUSED : AWAY));
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful) document.querySelector("#not-done")?.remove();
});

// The palette: what is typed is looked for by the page's own search, and shown in a list that the arrows walk. The words
// keep the focus; what is in hand is named to whoever listens by aria-activedescendant.
const palette = document.querySelector("#palette");

if (palette) {
  const words = palette.querySelector("#palette-words"), told = palette.querySelector("#palette-said");
  const hits = () => [...palette.querySelectorAll("[role=option]")];
  const inHand = () => palette.querySelector("[aria-selected=true]");

  const take = (hit) => {
    inHand()?.setAttribute("aria-selected", "false");
    hit?.setAttribute("aria-selected", "true");
    hit?.scrollIntoView({ block: "nearest" });
    if (hit) words.setAttribute("aria-activedescendant", hit.id);
    else words.removeAttribute("aria-activedescendant");
  };

  const move = (by) => {
    const all = hits(), at = all.indexOf(inHand());
    if (all.length) take(all[(at + by + all.length) % all.length]);
  };

  // One partnership alone: Tab on it goes on within it, Escape or Backspace before the first letter looks everywhere again.
  const partner = palette.querySelector("#palette-partner"), within = palette.querySelector("#palette-within");
  let wordsBefore = "", news = "";

  const lookWithin = (slug, called) => {
    partner.value = slug;
    partner.disabled = !slug;
    within.textContent = called;
    within.hidden = !slug;
    within.setAttribute("aria-label", `Only in ${called}: look everywhere again`);
    words.setAttribute("aria-label", slug ? `Search in ${called}` : "Search");
    htmx.trigger(words, "palette-opened");
    words.focus();
  };

  const narrow = (hit) => {
    wordsBefore = words.value;
    words.value = "";
    lookWithin(hit.dataset.narrowsTo, hit.dataset.called);
  };

  const widen = () => {
    words.value ||= wordsBefore;
    news = "All partners again. ";
    lookWithin("", "");
  };

  within.addEventListener("click", widen);

  // The same by finger and by mouse: a chip for each partner that was found. A button within an option would be none.
  const chips = palette.querySelector("#palette-chips"), MOST_CHIPS = 3;
  const offerToNarrow = () => {
    const partners = palette.querySelectorAll("[data-narrows-to]");
    chips.replaceChildren(...[...partners].slice(0, MOST_CHIPS).map((hit) => {
      const chip = document.createElement("button");
      chip.type = "button";
      chip.className = "chip";
      chip.textContent = `in ${hit.dataset.called}`;
      chip.addEventListener("click", () => narrow(hit));
      return chip;
    }));
    chips.hidden = !partners.length;
  };

  // What was looked for before is selected, so that typing begins anew; what it found may have changed since.
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-dialog='#palette']")) return;
    words.select();
    htmx.trigger(words, "palette-opened");
  });

  palette.addEventListener("keydown", (event) => {
    // A field for searching would only be emptied by the first Escape.
    if (event.isComposing) return;
    const isNarrow = !partner.disabled, atTheStart = event.target === words && words.selectionEnd === 0;
    if (event.key === "Escape") {
      event.preventDefault();
      if (isNarrow) widen();
      else palette.close();
    } else if (event.key === "Backspace" && isNarrow && atTheStart) {
      event.preventDefault();
      widen();
    } else if (event.key === "Tab" && !event.shiftKey && event.target === words && inHand()?.dataset.narrowsTo) {
      event.preventDefault();
      narrow(inHand());
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    move(by);
  });

  // Enter opens what is in hand; while nothing is, as before the answer has come, it leads to the page of the search.
  palette.querySelector("form").addEventListener("submit", (event) => {
    if (!inHand() || palette.dataset.words !== words.value) return;
    event.preventDefault();
    inHand().click();
  });

  palette.addEventListener("htmx:afterSwap", ({ detail }) => {
    palette.dataset.words = detail.requestConfig.parameters.q ?? words.value;
    take(hits()[0]);
    offerToNarrow();
    const count = hits().length;
    const where = partner.disabled ? "only what you may see" : `only in ${within.textContent}`;
    told.textContent = news + (words.value || !partner.disabled ? `${count} shown, ${where}` : "");
    news = "";
  });

  palette.addEventListener("click", ({ target }) => { if (target === palette) palette.close(); });
}

// On a Mac the key beside the space bar is another one.
if (/Mac|iP(hone|ad)/.test(navigator.platform)) {
  for (const hint of document.querySelectorAll(".search-hint kbd")) hint.textContent = "⌘K";
}

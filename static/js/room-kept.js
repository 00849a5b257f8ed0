// What is typed in the room survives a server that is gone, a line that is cut and a page that is loaded anew. A form
// that carries a key (`once`) and could not be sent is kept, in the page and in the storage of this tab, and is sent
// again, in its order, until it is taken: its key makes it one thing, however often it arrives.
import { keyOf, line } from "./room-fields.js";

const kept = document.querySelector("#kept");
const STORE = `tandem-room:${kept.dataset.of}`;
const GONE = new Set([0, 500, 502, 503, 504]);
const LONGEST_WAIT = 15_000, ANSWERS_WITHIN = 20_000;
const FIELDS = "#capture input[name=line], #main form:has([name=once]) :is(input:not([type=hidden], [type=radio], [type=checkbox]), textarea)";

// Whether a promise that was captured already is the same, or another one.
const TWIN = "#capture-echo button:is([name=same_as], [name=other_than])";

// A line that is cut in the middle answers nothing for minutes: after this long it is asked once more.
window.htmx.config.timeout = ANSWERS_WITHIN;

// Words that wait to be sent, and words still in their fields, by field.
const { unsent, drafts } = read();

function read() {
  try {
    return { unsent: [], drafts: {}, ...JSON.parse(sessionStorage.getItem(STORE)) };
  } catch {
    return { unsent: [], drafts: {} };
  }
}

// Where nothing waits, nothing stays behind in the browser.
function write() {
  try {
    if (unsent.length || Object.keys(drafts).length) sessionStorage.setItem(STORE, JSON.stringify({ unsent, drafts }));
    else sessionStorage.removeItem(STORE);
  } catch {
    // A browser that stores nothing still has the page.
  }
}

const isMine = (config) => config.verb === "post" && config.formData.get("once") && !config.formData.get("instead") && config.elt !== line();
const formOf = (element) => element.closest("form") ?? element.form;
const isQuiet = (element) => element.id === "room-poll" || element === line();

// Fields: what is typed stands there again after every answer, until the form it belongs to was taken.
const keysOf = (form) => [...form.querySelectorAll(FIELDS)].map(keyOf);

function note(field) {
  if (field.value === field.defaultValue) delete drafts[keyOf(field)];
  else drafts[keyOf(field)] = field.value;
  write();
}

function forget(keys) {
  for (const key of keys) delete drafts[key];
  write();
}

// What was refused stands in the form that was drawn anew, and nowhere else yet.
function remember(form) {
  const keys = form ? keysOf(form) : [];
  for (const field of document.querySelectorAll(FIELDS)) if (field.value && keys.includes(keyOf(field))) drafts[keyOf(field)] = field.value;
  write();
}

function refill() {
  for (const field of document.querySelectorAll(FIELDS)) {
    const typed = drafts[keyOf(field)];
    if (typed !== undefined && field.value !== typed) field.value = typed;
  }
}

document.addEventListener("input", ({ target }) => {
  if (target.matches(FIELDS)) note(target);
});

document.addEventListener("click", ({ target }) => {
  const leave = target.closest(".room-strip [data-key=escape], [data-leaves]");
  if (leave) forget(keysOf(leave.closest("form")));
}, { capture: true });

// A form as it is sent: told while it stands in the page.
function told({ elt, path, formData }) {
  const form = formOf(elt), isLine = form.id === "capture";
  const typed = isLine ? [formData.get("line")] : [...form.querySelectorAll(FIELDS)].map((field) => field.value.trim()).filter(Boolean);
  const fields = [...formData].filter(([name]) => name !== "csrfmiddlewaretoken");
  return { path, fields, isLine, words: typed.join(" · "), drafts: keysOf(form), why: "" };
}

const valueOf = (one, named) => one.fields.find(([name]) => name === named)?.[1];
const isSame = (one, other) => JSON.stringify([one.path, one.fields]) === JSON.stringify([other.path, other.fields]);

const isOfOneKey = (one, other) => one.path === other.path && valueOf(one, "once") === valueOf(other, "once");

// A form that has others before it is kept behind them; put right, it takes its own place.
function keep(one) {
  const at = unsent.findIndex((each) => isOfOneKey(each, one));
  if (at < 0) unsent.push(one);
  else unsent[at] = one;
  isKept(one);
}

// What could not be sent was there before all that has waited for it. Put right meanwhile, it is said anew already.
function keepBefore(one) {
  if (!unsent.some((each) => isOfOneKey(each, one))) unsent.unshift(one);
  isKept(one);
}

function isKept(one) {
  if (one.isLine) empty(valueOf(one, "line"));
  write();
  show();
}

// A line typed while the one before is on its way stands in the same form, and is another one: it gets its own key.
function withOwnKey(one) {
  if (!one.isLine || !underWay || !isOfOneKey(one, underWay)) return one;
  return { ...one, fields: one.fields.map(([name, value]) => [name, name === "once" ? newKey() : value]) };
}

function newKey() {
  const random = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The next line is another form: it has a key of its own.
function empty(sent) {
  if (line().value === sent) {
    forget(keysOf(line().form));
    line().value = "";
    document.querySelector("#capture-mirror").replaceChildren();
    for (const said of document.querySelectorAll("#capture-echo > :not(.capture-kinds)")) said.remove();
  }
  document.querySelector("#capture-once").value = newKey();
}

// Fingers are faster than a network: what is sent while something else is under way, or waits, comes behind it.
let underWay = null;

document.addEventListener("htmx:confirm", (event) => {
  const { elt, path, verb, triggeringEvent } = event.detail, form = formOf(elt);
  if (verb !== "post" || !form?.checkValidity()) return;
  const asked = { elt, path, verb, formData: new FormData(form, triggeringEvent?.submitter) };
  if (!isMine(asked) || (!underWay && !unsent.some((each) => !each.why))) return;
  event.preventDefault();
  const one = told(asked);
  if (underWay && isSame(one, underWay)) return;
  if (one.isLine && !valueOf(one, "line").trim()) return;
  keep(withOwnKey(one));
  send();
}, { capture: true });

// The page may be drawn anew meanwhile: how it ended is told by the request, and not by the element that sent it.
document.addEventListener("htmx:beforeRequest", ({ detail: { requestConfig, xhr } }) => {
  if (!isMine(requestConfig)) return;
  const one = underWay = told(requestConfig);
  xhr.addEventListener("loadend", () => {
    underWay = null;
    if (GONE.has(xhr.status)) {
      keepBefore(one);
      again();
    } else {
      send();
    }
  });
}, { capture: true });

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { requestConfig, xhr } = detail;
  if (requestConfig.verb === "post" && !isQuiet(requestConfig.elt) && xhr.status !== 409 && !GONE.has(xhr.status)) forget(keysOf(formOf(requestConfig.elt) ?? kept));
}, { capture: true });

document.addEventListener("htmx:afterRequest", ({ detail: { requestConfig, xhr } }) => {
  if (GONE.has(xhr.status)) return;
  wait = 1000;
  send();
  if (xhr.status === 204) return;
  refill();
  if (xhr.status === 422) remember(formOf(requestConfig.elt));
}, { capture: true });

// What is kept is said beside the line: the page need not say besides that it must be pressed again.
for (const failed of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failed, (event) => {
    const { requestConfig, xhr } = event.detail;
    if (GONE.has(xhr.status) && (isMine(requestConfig) || isQuiet(requestConfig.elt))) event.stopImmediatePropagation();
  }, { capture: true });
}

// Sending: one after the other, sooner at first, and at once where the line is back or the room has answered.
let wait = 1000, timer = 0, isSending = false;

function again() {
  if (timer || isSending || !unsent.some((each) => !each.why)) return;
  timer = setTimeout(send, wait);
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

async function send() {
  clearTimeout(timer);
  timer = 0;
  if (isSending || underWay) return;
  isSending = true;
  let next;
  while ((next = unsent.find((each) => !each.why)) && await isTaken(next)) wait = 1000;
  isSending = false;
  show();
  again();
}

// Whether the next one may be sent: this one was taken, or was refused and is shown with the reason.
async function isTaken(one) {
  const body = new URLSearchParams(one.fields), token = JSON.parse(document.body.getAttribute("hx-headers"));
  const headers = { ...token, "HX-Request": "true", "HX-Current-URL": location.href };
  let answer, said;
  try {
    answer = await fetch(one.path, { method: "POST", body, headers, signal: AbortSignal.timeout(ANSWERS_WITHIN) });
    said = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return false;
  }
  if (GONE.has(answer.status)) return false;
  const signIn = said.querySelector("#unsent");
  if (signIn) return signsIn(answer, signIn);
  if (!unsent.includes(one)) return true;
  if (answer.ok) done(one);
  else {
    one.why = said.querySelector(".room-refusal p, #capture-echo .status, .errorlist")?.textContent.trim() || "This was refused.";
    one.answers = [...said.querySelectorAll(TWIN)].map(({ name, value, textContent }) => ({ name, value, words: textContent }));
  }
  write();
  show();
  return true;
}

// Whoever was signed out signs in in another tab; whoever has done so goes on with the token of that sign-in.
function signsIn(answer, told) {
  const news = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}")["tandem:token"];
  if (news) document.dispatchEvent(new CustomEvent("tandem:token", { detail: news }));
  else document.querySelector("#messages")?.replaceChildren(told);
  return Boolean(news);
}

function done(one) {
  unsent.splice(unsent.indexOf(one), 1);
  forget(one.drafts.filter((key) => !unsent.some((each) => each.drafts.includes(key)) && !key.endsWith("#line")));
}

addEventListener("online", send);
addEventListener("focus", send);

// What is kept, beside the line.
function show() {
  const waiting = unsent.filter((one) => !one.why);
  kept.replaceChildren(...unsent.map(shown));
  kept.hidden = !unsent.length;
  if (waiting.length) kept.prepend(made("p", "Not sent: still here. Trying again …", "status warn"));
}

function shown(one) {
  const row = made("div", "", "kept-line");
  row.append(made("span", one.words, "kept-words"));
  if (!one.why) return row;
  row.append(made("span", one.why, "status bad"));
  for (const answer of one.answers ?? []) row.append(button(answer.words, () => says(one, answer)));
  if (one.isLine) row.append(button("Back to the line", () => exchange(one)));
  else row.append(button("Send it again on top of that", () => onTop(one)));
  row.append(button("Throw it away", () => { done(one); show(); }));
  return row;
}

// Without the version that was seen, it is said of what stands there now.
function onTop(one) {
  sendWith(one, one.fields.filter(([name]) => name !== "version"));
}

function says(one, answer) {
  sendWith(one, [...one.fields.filter(([name]) => name !== answer.name), [answer.name, answer.value]]);
}

function sendWith(one, fields) {
  Object.assign(one, { why: "", answers: [], fields });
  write();
  show();
  send();
}

function exchange(one) {
  const before = line().value;
  line().value = one.words;
  note(line());
  if (before.trim()) Object.assign(one, { words: before, fields: one.fields.map(([name, value]) => [name, name === "line" ? before : value]) });
  else done(one);
  write();
  show();
  line().focus();
  line().dispatchEvent(new Event("input", { bubbles: true }));
}

function made(tag, words, css) {
  return Object.assign(document.createElement(tag), { textContent: words, className: css });
}

function button(words, press) {
  const pressed = Object.assign(made("button", words, "btn btn-sm"), { type: "button" });
  pressed.addEventListener("click", press);
  return pressed;
}

refill();
show();
send();

// An element with data-key="d" or data-key="ctrl+k" is pressed by that key, unless someone is typing.
// Inside an open dialog only the dialog's own keys work.
const WRITING = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

function name(event) {
  const modifier = event.ctrlKey || event.metaKey ? "ctrl+" : "";
  return modifier + event.key.toLowerCase();
}

function target(key) {
  const scope = document.querySelector("dialog[open]") ?? document;
  const found = [...scope.querySelectorAll("[data-key]")].filter((element) => element.dataset.key === key);
  return found.find((element) => element.closest(".is-selected")) ?? found.find((element) => !element.closest(".item"));
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const key = name(event);
  if (!key.startsWith("ctrl+") && event.target.closest?.(WRITING)) return;
  const element = target(key);
  if (!element) return;
  event.preventDefault();
  if (element.matches(WRITING)) element.focus();
  else element.click();
});

// On a phone the agenda is a strip: keep the item in hand in view.
function show() {
  document.querySelector(".agenda-item[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
}

if (document.querySelector(".agenda")) {
  show();
  document.addEventListener("htmx:afterSettle", show);
}

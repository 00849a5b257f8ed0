// The theme chosen in the account menu: kept in a cookie, so that the next page arrives in it.
const YEAR = 365 * 24 * 3600;

function choose(theme) {
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
    choose(event.submitter.value);
  });
}

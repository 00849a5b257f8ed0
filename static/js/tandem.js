// What every page gains from JavaScript. Everything here has a way without it.
import "./theme.js";
import "./menus.js";
import "./keys.js";
import "./dialogs.js";

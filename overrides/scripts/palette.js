// Runs before the page is drawn, so that a reader who chose a dark page never sees it flash white.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("scripted");
  try {
    const chosen = localStorage.getItem("palette");
    if (chosen === "light" || chosen === "dark") root.dataset.palette = chosen;
    const size = Number(sessionStorage.getItem("text-size"));
    if (size >= 1 && size <= 3) root.dataset.textSize = String(size);
  } catch {
    // A browser may forbid storage; the page then follows the system.
  }
})();

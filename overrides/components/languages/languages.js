(() => {
  "use strict";
  const menu = document.querySelector(".languages");
  if (!menu) return;
  // What the report says about the word holds in every language.
  for (const link of menu.querySelectorAll("a")) {
    link.addEventListener("click", () => {
      if (location.hash) link.hash = location.hash;
    });
  }
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();

(() => {
  "use strict";
  const button = document.querySelector("[data-palette-switch]");
  if (!button) return;
  const root = document.documentElement;
  const dark = () => (root.dataset.palette ? root.dataset.palette === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  button.setAttribute("aria-pressed", String(dark()));
  button.addEventListener("click", () => {
    root.dataset.palette = dark() ? "light" : "dark";
    button.setAttribute("aria-pressed", String(dark()));
    try {
      localStorage.setItem("palette", root.dataset.palette);
    } catch {
      // Without storage the choice holds for this page.
    }
  });
})();

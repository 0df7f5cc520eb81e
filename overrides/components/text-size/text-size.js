(() => {
  "use strict";
  const largest = 3;
  const root = document.documentElement;
  const buttons = document.querySelectorAll("button[data-text-size]");
  const size = () => Number(root.dataset.textSize ?? 0);
  const show = (next) => {
    root.dataset.textSize = String(next);
    for (const button of buttons) {
      button.disabled = Number(button.dataset.textSize) < 0 ? next === 0 : next === largest;
    }
    try {
      // For this tab and this visit only.
      sessionStorage.setItem("text-size", String(next));
    } catch {
      // Without storage the choice holds for this page.
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => show(Math.min(largest, Math.max(0, size() + Number(button.dataset.textSize)))));
  }
  if (buttons.length) show(size());
})();

(() => {
  "use strict";
  const button = document.querySelector("[data-print='questions']");
  if (!button) return;
  const root = document.documentElement;
  button.hidden = false;
  button.addEventListener("click", () => {
    root.classList.add("print-questions");
    addEventListener("afterprint", () => root.classList.remove("print-questions"), { once: true });
    print();
  });
})();

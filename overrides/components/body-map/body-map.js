// An organ and its name light up together. Without this script each still lights up by itself.
(() => {
  "use strict";
  for (const map of document.querySelectorAll("[data-body-map]")) {
    const mean = (event, meant) => {
      const area = event.target.closest("a[data-area]")?.dataset.area;
      if (!area) return;
      for (const part of map.querySelectorAll("[data-area]")) {
        if (part.dataset.area === area) part.classList.toggle("meant", meant);
      }
    };
    for (const begin of ["pointerover", "focusin"]) map.addEventListener(begin, (event) => mean(event, true));
    for (const end of ["pointerout", "focusout"]) map.addEventListener(end, (event) => mean(event, false));
  }
})();

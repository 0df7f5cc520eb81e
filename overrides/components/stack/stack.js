// Moves through slices by keyboard, wheel and finger. Nothing is fetched before the reader asks for another slice, and a
// wheel or a finger that wants to move the page moves the page.
(() => {
  "use strict";
  const AHEAD = 3;
  const DRAG = 9; // pixels of a drag to the side for one slice
  const WHEEL = 40; // pixels of a turned wheel for one slice

  const start = (figure) => {
    const files = figure.dataset.slices.split(" ").map((name) => figure.dataset.place + name);
    const image = figure.querySelector("img");
    const frame = figure.querySelector(".stack-frame");
    const control = figure.querySelector("[data-stack-control]");
    const slider = control.querySelector("input");
    const now = control.querySelector(".stack-now");
    const pins = [...figure.querySelectorAll(".pin")];
    const numbers = [...figure.querySelectorAll("[data-jump]")];
    const fetched = new Map();
    let at = Number(figure.dataset.first);

    const fetchSlice = (number) => {
      if (number < 0 || number >= files.length) return undefined;
      if (!fetched.has(number)) {
        const slice = new Image();
        slice.src = files[number];
        const forget = () => !fetched.delete(number); // a slice that did not come is asked for again the next time
        fetched.set(number, slice.decode().then(() => true, forget));
      }
      return fetched.get(number);
    };

    const tell = () => {
      const here = pins.filter((pin) => at >= Number(pin.dataset.first) && at <= Number(pin.dataset.last));
      for (const pin of pins) pin.setAttribute("visibility", here.includes(pin) ? "visible" : "hidden");
      const shown = new Set(here.map((pin) => pin.dataset.number));
      for (const jump of numbers) {
        const number = jump.firstElementChild;
        number.classList.toggle("stack-away", !shown.has(number.textContent));
      }
      const words = now.dataset.words.replace("{number}", at + 1).replace("{count}", files.length);
      now.textContent = words;
      slider.value = at + 1;
      const names = [...new Set(here.map((pin) => pin.dataset.name))];
      slider.setAttribute("aria-valuetext", names.length ? `${words}: ${names.join(", ")}` : words);
    };

    const show = (wanted) => {
      const next = Math.min(Math.max(wanted, 0), files.length - 1);
      if (next === at) return;
      const step = Math.sign(next - at);
      at = next;
      tell();
      fetchSlice(next).then((came) => {
        // Slices may come in another order than they were asked for: only the one that is wanted now is shown.
        if (!came || at !== next) return;
        image.src = files[next];
        for (let ahead = 1; ahead <= AHEAD; ahead += 1) fetchSlice(next + ahead * step);
      });
    };

    slider.addEventListener("input", () => show(Number(slider.value) - 1));
    // A slider of the browser's takes the arrow up for more. Here up is up, as on the buttons beside it.
    slider.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      show(at + step);
    });
    for (const button of control.querySelectorAll("[data-step]"))
      button.addEventListener("click", () => show(at + Number(button.dataset.step)));
    for (const jump of numbers) {
      jump.previousElementSibling.hidden = true;
      jump.hidden = false;
      jump.addEventListener("click", () => {
        show(Number(jump.dataset.jump));
        figure.scrollIntoView({ block: "nearest" });
      });
    }

    // The wheel turns slices only for a reader who has begun to (the focus is in the control), and lets go at both ends.
    let turned = 0;
    frame.addEventListener(
      "wheel",
      (event) => {
        const down = event.deltaY > 0;
        if (event.ctrlKey || !control.contains(document.activeElement)) return;
        if (down ? at === files.length - 1 : at === 0) return;
        event.preventDefault();
        turned += event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : Math.sign(event.deltaY) * WHEEL;
        const steps = Math.trunc(turned / WHEEL);
        turned -= steps * WHEEL;
        show(at + steps);
      },
      { passive: false },
    );

    // A drag to the side turns slices; up and down moves the page (touch-action in the style sheet).
    let from = null;
    frame.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      from = { x: event.clientX, at };
      frame.setPointerCapture(event.pointerId);
      slider.focus({ preventScroll: true });
      event.preventDefault();
    });
    frame.addEventListener("pointermove", (event) => {
      if (from) show(from.at + Math.round((event.clientX - from.x) / DRAG));
    });
    for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, () => (from = null));

    figure.classList.add("stack-live");
    tell();
  };

  for (const figure of document.querySelectorAll("[data-stack]")) start(figure);
})();

// Opens the explanation beside the word. Without this script the link leads to the page of the word.
(() => {
  "use strict";
  for (const report of document.querySelectorAll(".portal-report")) {
    const words = report.parentElement.querySelectorAll("[data-word]");
    if (!words.length) continue;
    let note = null;
    let opener = null;

    const close = () => {
      note?.remove();
      note = null;
      opener?.setAttribute("aria-expanded", "false");
    };

    const part = (tag, className, text) => {
      const made = document.createElement(tag);
      made.className = className;
      made.textContent = text;
      return made;
    };

    const open = (link, word) => {
      close();
      opener = link;
      const says = "asserted" in word.dataset ? report.dataset[link.hash.slice(1)] : "";
      note = part("div", "portal-note", "");
      note.setAttribute("role", "group");
      note.setAttribute("aria-label", word.querySelector("dt").textContent);
      note.tabIndex = -1;
      const shut = part("button", "portal-close", report.dataset.close);
      shut.type = "button";
      shut.addEventListener("click", () => {
        close();
        link.focus();
      });
      const more = part("a", "", report.dataset.more);
      more.href = link.href;
      note.append(part("p", "portal-note-title", word.querySelector("dt").textContent));
      if (says) note.append(part("p", "portal-note-says", says));
      note.append(part("p", "", word.querySelector("dd").textContent), more, shut);
      note.style.insetBlockStart = `${link.offsetTop + link.offsetHeight}px`;
      link.after(note);
      link.setAttribute("aria-expanded", "true");
      note.focus({ preventScroll: true });
      note.scrollIntoView({ block: "nearest" });
    };

    report.addEventListener("click", (event) => {
      const link = event.target.closest("a.rl");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || note?.contains(link)) return;
      const id = /\/t\/([a-z0-9-]+)\/$/.exec(link.pathname)?.[1];
      const word = [...words].find((item) => item.dataset.word === id);
      if (!word) return;
      event.preventDefault();
      if (opener === link && note) close();
      else open(link, word);
    });
    report.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !note) return;
      close();
      opener.focus();
    });
  }
})();

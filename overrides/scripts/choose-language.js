// Leads on to the page in the reader's language, and keeps the fragment that says what the report says.
(() => {
  "use strict";
  const go = () => {
    const moved = document.querySelector("a.moved");
    if (moved) return moved;
    const links = [...document.querySelectorAll(".choices a[hreflang]")];
    const named = (wanted) => links.find((link) => link.hreflang.toLowerCase() === wanted);
    for (const tag of navigator.languages ?? [navigator.language]) {
      const wanted = tag.toLowerCase();
      const link = named(wanted) ?? named(wanted.split("-")[0]);
      if (link) return link;
    }
    return null;
  };
  const lead = () => {
    const link = go();
    if (link) location.replace(link.href + location.hash);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", lead);
  else lead();
})();

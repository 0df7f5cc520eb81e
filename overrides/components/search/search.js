// The word list is fetched once, when the reader starts to type; nothing that is typed leaves the browser.
(() => {
  "use strict";
  const form = document.querySelector("[data-search]");
  if (!form) return;
  const field = form.querySelector("input");
  const state = form.querySelector("[role=status]");
  const list = form.querySelector("[role=listbox]");
  const shown = 8;
  let loading = null;
  let active = -1;

  const fold = (text) =>
    text
      .normalize("NFKD")
      .replace(/[\p{M}\u00ad\u200b-\u200d\u0640]/gu, "")
      .toLowerCase()
      .replace(/ß/g, "ss")
      .replace(/[\s\p{P}]+/gu, " ")
      .trim();

  const load = async () => {
    const rows = await (await fetch(form.dataset.search)).json();
    return rows.map(([id, term, name, short, forms]) => {
      const names = [term, name, ...(forms ? forms.split("|") : [])].map(fold).filter(Boolean);
      return { id, term, name, short, names, text: `${names.join(" ")} ${fold(short)}` };
    });
  };

  // 0 the word itself, 1 its beginning, 2 the beginning of a word in it, 3 inside a word, 4 somewhere in the text.
  const rank = (word, query) => {
    let best = Infinity;
    for (const name of word.names) {
      const at = name.indexOf(query);
      if (at < 0) continue;
      const found = name === query ? 0 : at === 0 ? 1 : name.includes(` ${query}`) ? 2 : 3;
      best = Math.min(best, found);
    }
    if (best < Infinity || query.length < 3) return best;
    return query.split(" ").every((part) => word.text.includes(part)) ? 4 : Infinity;
  };

  const find = (words, query) =>
    words
      .map((word, order) => ({ word, order, rank: rank(word, query) }))
      .filter((hit) => hit.rank < Infinity)
      .sort((a, b) => a.rank - b.rank || a.order - b.order)
      .map((hit) => hit.word);

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  };

  const option = (word, index) => {
    const link = element("a", "search-result", "");
    link.href = `${form.dataset.entries}${word.id}/`;
    link.id = `search-result-${index}`;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    link.append(element("span", "search-term", word.term));
    if (word.name) link.append(" ", element("span", "search-name", word.name));
    link.append(" ", element("span", "search-short", word.short));
    return link;
  };

  const close = () => {
    list.hidden = true;
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const choose = (index) => {
    const options = [...list.children];
    active = (index + options.length) % options.length;
    options.forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
    field.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  };

  const update = async () => {
    const typed = field.value;
    const query = fold(typed);
    let words;
    if (!query) {
      state.textContent = "";
      close();
      return;
    }
    try {
      words = await (loading ??= load());
    } catch {
      loading = null;
      close();
      return; // The button still leads to the list of all words.
    }
    if (field.value !== typed) return;
    const hits = find(words, query);
    close();
    list.replaceChildren(...hits.slice(0, shown).map(option));
    list.hidden = hits.length === 0;
    field.setAttribute("aria-expanded", String(hits.length > 0));
    state.textContent = hits.length ? `${form.dataset.found} ${hits.length}` : form.dataset.none;
  };

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
  field.addEventListener("input", update);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // The first press closes the list, the next one empties the field.
      close();
    } else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1);
    }
  });
  form.addEventListener("submit", (event) => {
    const target = list.hidden ? null : list.children[Math.max(active, 0)];
    if (!target) return;
    event.preventDefault();
    location.assign(target.href);
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target)) close();
  });
})();

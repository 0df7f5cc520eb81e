// Reads the page sentence by sentence with a voice of this device: what is read goes to nobody. Where the browser has
// no such voice for the language of the page, the buttons stay hidden.
(() => {
  "use strict";
  const bar = document.querySelector("[data-read-aloud]");
  const speech = globalThis.speechSynthesis;
  if (!bar || !speech || !globalThis.SpeechSynthesisUtterance) return;
  const [start, stop] = bar.querySelectorAll("button");
  const words = start.querySelector("[data-read-words]");
  const first = words.textContent;
  const language = document.documentElement.lang.toLowerCase();
  const read = ".in-short p, .prose h2, .prose h3, .prose p, .prose li, .outline p:not(.figure-credit), .figure-sides, .urgent p, .urgent li, .questions h2, .questions li";
  let voice = null;
  let sentences = [];
  let at = -1;
  let marked = null;

  // Android writes `de_DE`, others `de-DE`.
  const speaks = (tag) => tag.toLowerCase().replace("_", "-").split("-")[0] === language.split("-")[0];

  const find = () => {
    const local = speech.getVoices().filter((each) => each.localService && speaks(each.lang));
    voice = local.find((each) => each.default) ?? local[0] ?? null;
    bar.hidden = !voice;
    if (!voice && at >= 0) end();
  };

  // The visible text of a block with the places of its letters, so that a sentence is a range of the page.
  const letters = (block) => {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const nodes = [];
    let text = "";
    while (walker.nextNode()) {
      if (walker.currentNode.parentElement.closest("[hidden], [aria-hidden='true'], script, style")) continue;
      nodes.push([walker.currentNode, text.length]);
      text += walker.currentNode.data;
    }
    return { nodes, text };
  };

  const split = (text) => {
    if (!Intl.Segmenter) return [[0, text.length]];
    const parts = [];
    for (const part of new Intl.Segmenter(language, { granularity: "sentence" }).segment(text)) {
      parts.push([part.index, part.index + part.segment.length]);
    }
    return parts;
  };

  const range = (nodes, from, to) => {
    const place = (offset, ends) => {
      const node = nodes.findLast(([, begins]) => (ends ? begins < offset : begins <= offset)) ?? nodes[0];
      return [node[0], Math.min(offset - node[1], node[0].data.length)];
    };
    const made = document.createRange();
    made.setStart(...place(from, false));
    made.setEnd(...place(to, true));
    return made;
  };

  const gather = () => {
    const found = [];
    for (const block of document.querySelector("main").querySelectorAll(read)) {
      if (!block.checkVisibility?.() || block.parentElement.closest(read)) continue;
      const { nodes, text } = letters(block);
      for (const [from, to] of split(text)) {
        const spoken = text.slice(from, to);
        if (spoken.trim()) found.push({ text: spoken.replace(/\s+/g, " ").trim(), range: range(nodes, from, to), block });
      }
    }
    return found;
  };

  const unmark = () => {
    if (globalThis.CSS?.highlights) CSS.highlights.delete("read-aloud");
    marked?.classList.remove("read-aloud-sentence");
    marked = null;
  };

  const mark = (sentence) => {
    unmark();
    if (globalThis.Highlight && globalThis.CSS?.highlights) {
      CSS.highlights.set("read-aloud", new Highlight(sentence.range));
    } else {
      // An older browser marks the whole paragraph: the text itself is never taken apart.
      marked = sentence.block;
      marked.classList.add("read-aloud-sentence");
    }
    const box = sentence.range.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight) {
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      sentence.block.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    }
  };

  const show = (state) => {
    stop.hidden = state === "";
    words.textContent = state === "speaking" ? bar.dataset.speaking : state === "paused" ? bar.dataset.paused : first;
    bar.dataset.state = state;
  };

  const end = () => {
    at = -1;
    speech.cancel();
    unmark();
    show("");
  };

  const say = (next) => {
    if (next >= sentences.length) {
      end();
      return;
    }
    at = next;
    const sentence = sentences[at];
    const utterance = new SpeechSynthesisUtterance(sentence.text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.rate = 0.95;
    utterance.onend = () => {
      if (at === next && bar.dataset.state === "speaking") say(next + 1);
    };
    utterance.onerror = () => {
      if (at === next && bar.dataset.state === "speaking") end();
    };
    mark(sentence);
    show("speaking");
    speech.speak(utterance);
  };

  start.addEventListener("click", () => {
    if (bar.dataset.state === "speaking") {
      // A voice that was paused cannot be trusted to go on in every browser: it stops, and begins its sentence again.
      show("paused");
      speech.cancel();
    } else if (bar.dataset.state === "paused") {
      say(at);
    } else {
      sentences = gather();
      speech.cancel();
      if (sentences.length) say(0);
    }
  });
  stop.addEventListener("click", () => {
    end();
    start.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && at >= 0) end();
  });
  addEventListener("pagehide", () => speech.cancel());
  speech.addEventListener?.("voiceschanged", find);
  find();
})();

// <report-links lang="de" explain="ar" index="https://site/api/v1/">: links the words of the report inside it, and takes
// the links away again when it is removed or switched off. The report never leaves the page: only index files are fetched.
import { Insertions, nodeStretches } from "./anchors.js";
import { linkText } from "./link.js";
import { loadIndex } from "./load.js";
import { Note } from "./popover.js";
import { ELEMENT_STYLES, sheet, styleLinks } from "./sheets.js";
import { standsInLeftAlone, visibleText } from "./visible.js";

const OBSERVED = ["lang", "explain", "index", "base", "mentions", "exclude", "skip-sections", "budget", "off"];
const MEMORY = "report-links";
const SETTLED_MS = 50;

/** All elements on the page: the reader's switch is one for all of them. */
const present = new Set();

const note = new Note();

let switchedOff = null;

function readerSwitchedOff() {
  if (switchedOff === null) {
    try {
      switchedOff = localStorage.getItem(MEMORY) === "off";
    } catch {
      switchedOff = false; // A browser may forbid storage; the switch then holds for this page.
    }
  }
  return switchedOff;
}

function rememberSwitch(off) {
  switchedOff = off;
  try {
    if (off) localStorage.setItem(MEMORY, "off");
    else localStorage.removeItem(MEMORY);
  } catch {
    // Without storage the choice holds for this page.
  }
}

function names(value) {
  return (value ?? "").split(/[\s,]+/).filter(Boolean);
}

/** The custom element. Its events are `report-linked` and `report-link-error`; neither carries a word of the report. */
export class ReportLinks extends (globalThis.HTMLElement ?? Object) {
  static observedAttributes = OBSERVED;

  #insertions = new Insertions();
  #meanings = new WeakMap();
  #observer = new MutationObserver((records) => this.#changed(records));
  #run = 0;
  #timer = 0;
  #undone = false;
  #bar;
  #button;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet(ELEMENT_STYLES)];
    this.#button = document.createElement("button");
    this.#button.type = "button";
    this.#button.setAttribute("part", "switch");
    this.#button.setAttribute("role", "switch");
    this.#button.addEventListener("click", () => this.#switch());
    this.#bar = document.createElement("div");
    this.#bar.className = "bar";
    this.#bar.hidden = true;
    this.#bar.append(this.#button);
    shadow.append(this.#bar, document.createElement("slot"));
    this.addEventListener("click", (event) => this.#pressed(event));
    this.addEventListener("keydown", (event) => {
      if (event.key === " ") this.#pressed(event);
    });
  }

  connectedCallback() {
    present.add(this);
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => this.#begin(), { once: true });
    } else this.#begin();
  }

  disconnectedCallback() {
    present.delete(this);
    this.#end();
  }

  attributeChangedCallback(name, before, after) {
    if (before === after || !this.isConnected) return;
    if (name === "off") this.#begin();
    else this.#later();
  }

  /** Link what is inside; also after `unlink()`. Resolves when it is done, and never rejects. */
  async link() {
    this.#undone = false;
    await this.#begin();
  }

  /** Take every link away, until `link()` is called. */
  unlink() {
    this.#undone = true;
    this.#end();
  }

  async #begin() {
    this.#end();
    if (!this.isConnected || this.#undone || this.hasAttribute("off")) {
      this.#bar.hidden = true;
      return;
    }
    const run = this.#run;
    const report = this.lang || this.parentElement?.closest("[lang]")?.lang || "";
    const explain = this.getAttribute("explain") || document.documentElement.lang || report;
    try {
      const index = await loadIndex(this.#address("index") ?? new URL("./", import.meta.url).href, { report, explain });
      if (run !== this.#run) return;
      this.#offer(index);
      if (!readerSwitchedOff()) this.#insert(index);
    } catch (error) {
      if (run !== this.#run) return;
      this.dispatchEvent(new CustomEvent("report-link-error", { bubbles: true, detail: { code: error.code ?? "failed" } }));
    }
  }

  #end() {
    this.#run += 1;
    clearTimeout(this.#timer);
    this.#observer.disconnect();
    note.closeIfIn(this.#meanings);
    this.#insertions.undo();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#begin(), SETTLED_MS);
  }

  /** What the page itself changed is linked anew, unless it stands where nothing is linked. */
  #changed(records) {
    if (records.some((record) => !standsInLeftAlone(record.target, this))) this.#later();
  }

  #insert(index) {
    const visible = visibleText(this);
    const result = linkText(visible.text, index, {
      mentions: this.getAttribute("mentions") === "all" ? "all" : "first",
      exclude: names(this.getAttribute("exclude")),
      skipSections: names(this.getAttribute("skip-sections")),
      budget: this.hasAttribute("budget") ? Number(this.getAttribute("budget")) : null,
      blocked: visible.blocked,
      canWrap: (start, end) => nodeStretches(visible.runs, start, end) !== null,
    });
    const base = this.#address("base");
    // From the end, so that cutting a text node leaves the offsets of what is still to come.
    for (const link of [...result.links].reverse()) {
      const url = base && link.url.startsWith(index.base) ? base + link.url.slice(index.base.length) : link.url;
      const made = this.#insertions.wrap(nodeStretches(visible.runs, link.start, link.end), () =>
        this.#anchor(link, url, result.explain),
      );
      made.slice(1).forEach((anchor) => (anchor.tabIndex = -1)); // One stop for the Tab key, however many elements.
      for (const anchor of made) this.#meanings.set(anchor, { link, url, index, anchors: made });
    }
    styleLinks(this.getRootNode());
    this.#observer.observe(this, { childList: true, characterData: true, subtree: true });
    const { length } = result.links;
    this.dispatchEvent(new CustomEvent("report-linked", { bubbles: true, detail: { links: length } }));
  }

  #anchor(link, url, explain) {
    const anchor = document.createElement("a");
    anchor.className = `rl rl-${link.status}`;
    anchor.href = url;
    anchor.hreflang = explain;
    anchor.rel = "help noreferrer";
    anchor.setAttribute("aria-haspopup", "dialog");
    anchor.setAttribute("aria-expanded", "false");
    return anchor;
  }

  #pressed(event) {
    const anchor = event.composedPath().find((node) => this.#meanings.has(node));
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button > 0;
    if (!anchor || elsewhere || event.defaultPrevented) return;
    event.preventDefault();
    const { link, url, index, anchors } = this.#meanings.get(anchor);
    if (note.isOpenFor(anchor)) {
      note.close({ focus: true });
      return;
    }
    const { lang, direction, words } = index.reader;
    const says = index.isAsserted(link.concept) ? words.says[link.status] : null;
    note.open(anchors, { title: link.title, short: link.short, url, says, lang, direction, words });
  }

  #offer({ reader }) {
    this.#button.lang = reader.lang;
    this.#button.dir = reader.direction;
    const track = document.createElement("span");
    track.className = "track";
    const knob = document.createElement("span");
    knob.className = "knob";
    track.append(knob);
    this.#button.replaceChildren(track, reader.words.explanations);
    this.#button.setAttribute("aria-checked", String(!readerSwitchedOff()));
    this.#bar.hidden = false;
  }

  #switch() {
    rememberSwitch(!readerSwitchedOff());
    for (const element of present) element.#begin();
  }

  #address(name) {
    const value = this.getAttribute(name);
    return value === null ? null : new URL(value.endsWith("/") ? value : `${value}/`, document.baseURI).href;
  }
}

// Where there is no page (in a worker, on a server) the rest of the module works all the same.
if (globalThis.customElements && !customElements.get("report-links")) customElements.define("report-links", ReportLinks);

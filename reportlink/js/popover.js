// The explanation beside a word: a dialog that is not modal. It opens on a press, stays until it is closed, and is
// closed by Escape, its button, a press elsewhere or by leaving it with the Tab key.
import { NOTE_STYLES, sheet } from "./sheets.js";

const EDGE = 8;
const GAP = 6;
const LEAST_HEIGHT = 160;

let noteNumber = 0;

/**
 * What a note says.
 * @typedef {object} Explanation
 * @property {string} title
 * @property {string} short one sentence
 * @property {string} url the whole page
 * @property {string[] | null} says what the report says: words, stressed words, words; null where it says nothing
 * @property {string} lang the reader's language
 * @property {string} direction `ltr` or `rtl`
 * @property {{close: string, more: string, opens: string}} words
 */

function part(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

/** One note at a time, beside the link that opened it. */
export class Note {
  #host = null;
  #dialog = null;
  #place = null;
  #links = [];
  #listening = null;

  /** Close the note if it belongs to one of these links. */
  closeIfIn(links) {
    if (this.#links.some((link) => links.has(link))) this.close();
  }

  /** Whether the note of this link is open. */
  isOpenFor(link) {
    return this.#host !== null && this.#links.includes(link);
  }

  /**
   * Open the note and move the focus into it.
   * @param {HTMLAnchorElement[]} links the links of the mention; the first one takes the focus back
   * @param {Explanation} explanation
   */
  open(links, explanation) {
    this.close();
    this.#links = links;
    this.#build(explanation);
    const link = links[0];
    const root = link.getRootNode();
    // Inside a modal dialog of the page everything outside it is dead; inside a shadow root ids are its own.
    const home = link.closest("dialog") ?? (root instanceof ShadowRoot ? root : document.body);
    home.append(this.#host);
    // Above everything that the page stacks or clips, where the browser can.
    this.#host.showPopover?.();
    for (const each of links) {
      each.setAttribute("aria-expanded", "true");
      each.setAttribute("aria-controls", this.#host.id);
    }
    this.#position();
    this.#listen();
    this.#dialog.focus({ preventScroll: true });
  }

  /**
   * Close the note.
   * @param {{focus?: boolean}} [options] whether the focus goes back to the link
   */
  close({ focus = false } = {}) {
    if (!this.#host) return;
    this.#listening.abort();
    this.#host.remove();
    this.#host = null;
    for (const link of this.#links) {
      link.setAttribute("aria-expanded", "false");
      link.removeAttribute("aria-controls");
    }
    const [link] = this.#links;
    this.#links = [];
    if (focus) link.focus();
  }

  #build({ title, short, url, says, lang, direction, words }) {
    noteNumber += 1;
    this.#host = part("div", "report-links-note");
    this.#host.id = `report-links-note-${noteNumber}`;
    this.#host.lang = lang;
    this.#host.dir = direction;
    if ("showPopover" in this.#host) this.#host.popover = "manual";
    this.#place = sheet(":host {} .note {}");
    const shadow = this.#host.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet(NOTE_STYLES), this.#place];

    this.#dialog = part("div", "note");
    this.#dialog.setAttribute("part", "note");
    this.#dialog.setAttribute("role", "dialog");
    this.#dialog.setAttribute("aria-labelledby", "title");
    this.#dialog.setAttribute("aria-describedby", says ? "says short" : "short");
    this.#dialog.tabIndex = -1;
    // A screen reader takes language and direction from the tree that it reads.
    this.#dialog.lang = lang;
    this.#dialog.dir = direction;
    if (says) {
      const [before, stressed, after] = says;
      const line = part("p", "says", before, part("strong", "", stressed), after);
      line.id = "says";
      this.#dialog.append(line);
    }
    const heading = part("p", "title", title);
    heading.id = "title";
    const sentence = part("p", "", short);
    sentence.id = "short";
    const more = part("a", "", words.more, part("span", "", ` (${words.opens})`));
    more.href = url;
    more.target = "_blank";
    more.rel = "noopener noreferrer";
    const shut = part("button", "", words.close);
    shut.type = "button";
    shut.addEventListener("click", () => this.close({ focus: true }));
    this.#dialog.append(heading, sentence, part("p", "actions", more, shut));
    shadow.append(this.#dialog);
  }

  #listen() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const inside = (event) => event.composedPath().includes(this.#host);
    document.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Escape") {
          // This press is spent: a dialog of the page around the report stays open.
          event.preventDefault();
          event.stopPropagation();
          this.close({ focus: true });
        } else if (event.key === "Tab" && inside(event)) this.#leave(event);
      },
      { capture: true, signal },
    );
    document.addEventListener(
      "pointerdown",
      (event) => {
        const path = event.composedPath();
        if (!inside(event) && !this.#links.some((link) => path.includes(link))) this.close();
      },
      { capture: true, signal },
    );
    const place = () => this.#position();
    window.addEventListener("resize", place, { signal });
    document.addEventListener("scroll", place, { capture: true, passive: true, signal });
  }

  /** The note stands at the end of the page, so the Tab key would leave it for the browser: it leads back to the word. */
  #leave(event) {
    const stops = [...this.#dialog.querySelectorAll("a, button")];
    const at = stops.indexOf(this.#host.shadowRoot.activeElement);
    if (event.shiftKey ? at > 0 : at < stops.length - 1) return;
    event.preventDefault();
    this.close({ focus: true });
  }

  /** Below the word where there is room, else above it; aligned with where the word begins. */
  #position() {
    const [link] = this.#links;
    const boxes = link.getClientRects();
    if (!boxes.length) {
      this.close();
      return;
    }
    const first = boxes[0];
    const last = boxes[boxes.length - 1];
    const view = document.documentElement;
    const { width } = this.#dialog.getBoundingClientRect();
    const height = this.#dialog.scrollHeight;
    const starts = this.#host.dir === "rtl" ? first.right - width : first.left;
    const left = Math.max(EDGE, Math.min(starts, view.clientWidth - width - EDGE));
    const below = window.innerHeight - last.bottom - GAP - EDGE;
    const above = first.top - GAP - EDGE;
    const under = below >= height || below >= above;
    const room = Math.max(under ? below : above, LEAST_HEIGHT);
    const rule = this.#place.cssRules[0].style;
    rule.setProperty("left", `${left}px`);
    rule.setProperty("top", under ? `${last.bottom + GAP}px` : "auto");
    rule.setProperty("bottom", under ? "auto" : `${window.innerHeight - first.top + GAP}px`);
    this.#place.cssRules[1].style.setProperty("max-block-size", `${room}px`);
  }
}

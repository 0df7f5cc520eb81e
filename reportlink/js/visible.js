// What a reader sees of a part of a page, and which text node each stretch of it stands in.
// The rules are those of reportlink/formats/html.py: blocks are a blank line apart, a line break is a line break, and
// what is no prose (scripts, code, form fields, ...) is not read.

/** Elements whose text is no prose, or in which a link has no place. */
const LEFT_ALONE = new Set(
  (
    "script style code kbd samp var textarea select option optgroup datalist button input title head svg math template " +
    "iframe object embed audio video canvas noembed noframes noscript xmp summary map applet report-links"
  ).split(" "),
);

const INLINE_ELEMENTS = new Set(
  (
    "a abbr acronym b bdi bdo big cite del dfn em font i ins mark nobr q s small span strike strong sub sup tt u wbr " +
    "label time data ruby rb rt rp output slot img"
  ).split(" "),
);

/** Roles that make any element a thing to press or to fill in: a link inside it could not be reached. */
const PRESSED_ROLES = new Set(
  "button checkbox combobox link listbox menuitem option radio searchbox slider spinbutton switch tab textbox".split(" "),
);

const BLOCK_GAP = "\n\n";

/**
 * Whether nothing inside this element may be read or linked.
 * @param {Element} element
 * @returns {boolean}
 */
export function isLeftAlone(element) {
  if (LEFT_ALONE.has(element.localName)) return true;
  if (PRESSED_ROLES.has(element.getAttribute("role"))) return true;
  const editable = element.getAttribute("contenteditable");
  return editable !== null && editable.toLowerCase() !== "false";
}

/**
 * Whether a node stands where nothing is read, below a root that is read.
 * @param {Node} node
 * @param {Element} root
 * @returns {boolean}
 */
export function standsInLeftAlone(node, root) {
  for (let at = node; at && at !== root; at = at.parentNode) {
    if (at.nodeType === Node.ELEMENT_NODE && isLeftAlone(at)) return true;
  }
  return false;
}

/**
 * The visible text below an element.
 * @param {Element} root read whatever it is itself
 * @returns {{text: string, runs: {start: number, node: Text}[], blocked: {start: number, end: number, url: string}[]}}
 *   `runs` are the text nodes by offset, and what is between them was added here; `blocked` are stretches that are
 *   links already.
 */
export function visibleText(root) {
  const parts = [];
  const runs = [];
  const blocked = [];
  let length = 0;
  const add = (text) => {
    parts.push(text);
    length += text.length;
  };
  const read = (parent) => {
    for (let node = parent.firstChild; node; node = node.nextSibling) {
      if (node.nodeType === Node.TEXT_NODE) {
        if (!node.data) continue;
        runs.push({ start: length, node });
        add(node.data);
      } else if (node.nodeType === Node.ELEMENT_NODE) {
        readElement(node);
      }
    }
  };
  const readElement = (element) => {
    const name = element.localName;
    if (name === "br") {
      add("\n");
      return;
    }
    const leftAlone = isLeftAlone(element);
    const gap = leftAlone || !INLINE_ELEMENTS.has(name) ? BLOCK_GAP : "";
    add(gap);
    if (leftAlone) return;
    const start = length;
    read(element);
    if (name === "a") blocked.push({ start, end: length, url: element.href ? String(element.href) : "" });
    add(gap);
  };
  read(root);
  return { text: parts.join(""), runs, blocked: blocked.filter(({ start, end }) => end > start) };
}

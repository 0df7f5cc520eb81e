// The looks, as constructed style sheets: a strict Content-Security-Policy allows them, style attributes it does not.
// A page changes colours through the custom properties, and the switch and the note through ::part().

const LINK_STYLES = `
:where(a.rl) {
  text-decoration-line: underline;
  text-decoration-style: dotted;
  text-decoration-thickness: 0.12em;
  text-underline-offset: 0.18em;
}
:where(a.rl[aria-expanded="true"]) { text-decoration-style: solid; }
`;

export const ELEMENT_STYLES = `
:host { display: block; }
:host([hidden]) { display: none; }
.bar { margin-block-end: 0.75em; white-space: normal; }
.bar[hidden] { display: none; }
button {
  display: inline-flex;
  align-items: center;
  gap: 0.6em;
  min-block-size: 44px;
  padding: 0.3em 0.8em;
  border: 1px solid currentcolor;
  border-radius: 0.5em;
  background: transparent;
  color: inherit;
  font: inherit;
  cursor: pointer;
}
button:focus-visible { outline: 3px solid; outline-offset: 2px; }
.track {
  flex: none;
  inline-size: 2.2em;
  block-size: 1.2em;
  padding: 0.15em;
  border: 2px solid currentcolor;
  border-radius: 1em;
  box-sizing: border-box;
  display: flex;
}
.knob { inline-size: 0.65em; block-size: 100%; border-radius: 1em; background: currentcolor; }
button[aria-checked="true"] .track { justify-content: end; background: currentcolor; }
button[aria-checked="true"] .knob { background: var(--report-links-paper, Canvas); }
@media (forced-colors: active) {
  .track, .knob { forced-color-adjust: none; }
  button[aria-checked="true"] .knob { background: ButtonFace; }
}
@media print { .bar { display: none; } }
`;

export const NOTE_STYLES = `
:host {
  all: initial;
  position: fixed;
  inset: auto;
  z-index: 2147483647;
  margin: 0;
  padding: 0;
  border: 0;
  overflow: visible;
  background: transparent;
  color: var(--report-links-ink, CanvasText);
  color-scheme: inherit;
  font: var(--report-links-font, 1.0625rem/1.5 system-ui, sans-serif);
}
.note {
  box-sizing: border-box;
  inline-size: min(26rem, 100vw - 1rem);
  max-block-size: inherit;
  overflow: auto;
  overflow-wrap: anywhere;
  padding: 1rem 1.15rem;
  border: 2px solid var(--report-links-press, LinkText);
  border-radius: 0.6rem;
  background: var(--report-links-paper, Canvas);
  box-shadow: 0 0.5rem 1.5rem rgb(0 0 0 / 25%);
}
.note:focus { outline: none; }
p { margin: 0 0 0.6rem; }
.says {
  padding: 0.5rem 0.75rem;
  border-radius: 0.4rem;
  background: var(--report-links-calm, transparent);
  border-inline-start: 0.3rem solid var(--report-links-press, LinkText);
}
.title { font-weight: 700; font-size: 1.1em; }
.title::first-letter { text-transform: uppercase; }
.actions { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.3rem 1rem; margin: 0; }
a, button { display: inline-flex; align-items: center; min-block-size: 44px; color: var(--report-links-press, LinkText); }
button {
  padding-inline: 1rem;
  border: 1px solid;
  border-radius: 0.4rem;
  background: transparent;
  font: inherit;
  cursor: pointer;
}
a span { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:focus-visible { outline: 3px solid; outline-offset: 2px; border-radius: 0.2rem; }
@media print { :host { display: none; } }
`;

/**
 * A style sheet that no document holds yet.
 * @param {string} text
 * @returns {CSSStyleSheet}
 */
export function sheet(text) {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

const styledRoots = new WeakSet();

/**
 * Give the links in a document, or in a shadow root, their looks; any rule of the page is stronger.
 * @param {Document | ShadowRoot} root
 */
export function styleLinks(root) {
  if (styledRoots.has(root)) return;
  styledRoots.add(root);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet(LINK_STYLES)];
}

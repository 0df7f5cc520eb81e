// A report as the pipeline sees it: its visible text, where that stands in the input, and what is a link already.
// See document.py and formats/text.py.

import { firstAbove, firstNotBelow } from "./bisect.js";
import { SPACE } from "./signs.js";
import { Text } from "./text.js";

const ADDRESS = `[^${SPACE}<>"()\\[\\]]*/[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*/t/[a-z][a-z0-9-]*/(?:#[a-z0-9-]+)?`;
const TEXT_INSERTED = ` <(${ADDRESS})>`;
const MARKDOWN_INSERTED = `\\[((?:[^\\[\\]\\\\]|\\\\[^\\n])*)\\]\\((${ADDRESS}) "((?:[^"\\\\]|\\\\[^\\n])*)"\\)`;
const CONCEPT = /\/t\/([a-z][a-z0-9-]*)\/#([a-z0-9-]+)$/;
const WEB = `(?:https?://|www\\.)[^${SPACE}<>"]+|[^${SPACE}<>"@]{1,64}@[^${SPACE}<>"@]{1,255}\\.[a-z]{2,}`;
const MAY_HOLD_ADDRESS = /:\/\/|www\.|@/;

const startOf = ({ start }) => start;

/** The meaning that one of our own addresses leads to, as `concept#fragment`, or null for any other address. */
export function meaningOf(url) {
  const found = CONCEPT.exec(url);
  return found && `${found[1]}#${found[2]}`;
}

class Document {
  /**
   * @param {Text} source The input.
   * @param {Text} text What a reader sees of it.
   * @param {Array | null} runs Where the text stands in the source, by text offset; null where it is the source.
   * @param {Array} blocked Stretches of the text that are links already, by start, none overlapping.
   */
  constructor(source, text, runs, blocked) {
    this.source = source;
    this.text = text;
    this.runs = runs;
    this.blocked = blocked;
  }

  /** Where the text from `start` to `end` stands in the input, in UTF-16 units. */
  sourceSpan(start, end) {
    return [this.source.unit(this._sourceOf(start)), this.source.unit(this._sourceOf(end - 1) + 1)];
  }

  _sourceOf(offset) {
    if (!this.runs) return offset;
    const run = this.runs[firstAbove(this.runs, offset, startOf) - 1];
    return run.source + (offset - run.start);
  }

  /** The last blocked stretch that the text from `start` to `end` touches, or null. */
  blockedAt(start, end) {
    const number = firstNotBelow(this.blocked, end, startOf) - 1;
    return number >= 0 && this.blocked[number].end > start ? this.blocked[number] : null;
  }
}

/** Read plain text. Links that reportlink put there are no part of what is read, only of where one may link. */
export function readText(string) {
  const source = new Text(string);
  const insertions = insertionsIn(source.plain);
  if (!insertions.length) return new Document(source, source, null, withAddresses(source.plain, []));

  const runs = [];
  const parts = [];
  const blocked = [];
  let length = 0;
  let position = 0;
  const take = (start, end) => {
    if (end <= start) return;
    runs.push({ start: length, source: start });
    parts.push(source.slice(start, end));
    length += end - start;
  };
  for (const { start, shown, shownEnd, end, url } of insertions) {
    if (start < position) continue;
    take(position, start);
    const before = length;
    take(shown, shownEnd);
    // In text the address follows its mention: the last word before it is what it explains, however long.
    const from = shownEnd > shown ? before : Math.max(length - 1, 0);
    blocked.push({ start: from, end: length, url });
    position = end;
  }
  take(position, source.length);
  const text = new Text(parts.join(""));
  return new Document(source, text, runs, withAddresses(text.plain, blocked));
}

/** The visible text of a page: what is a link in it is known, offsets in UTF-16 units. */
export function readVisible(string, links) {
  const text = new Text(string);
  const offset = (unit) => (text.units ? firstAbove(text.units, unit) - 1 : unit);
  const blocked = links.map(({ start, end, url }) => ({ start: offset(start), end: offset(end), url: url ?? "" }));
  return new Document(text, text, null, blocked.sort((one, other) => one.start - other.start));
}

function insertionsIn(plain) {
  if (!plain.includes("/t/")) return [];
  const found = [];
  for (const match of plain.matchAll(new RegExp(TEXT_INSERTED, "g"))) {
    const { index } = match;
    found.push({ start: index, shown: index, shownEnd: index, end: index + match[0].length, url: match[1] });
  }
  for (const match of plain.matchAll(new RegExp(MARKDOWN_INSERTED, "g"))) {
    const shown = match.index + 1;
    const shownEnd = shown + match[1].length;
    found.push({ start: match.index, shown, shownEnd, end: match.index + match[0].length, url: match[2] });
  }
  return found.sort((one, other) => one.start - other.start);
}

/** Our own links and every other web or mail address, by start and apart; ours win where they touch. */
function withAddresses(plain, ours) {
  if (!MAY_HOLD_ADDRESS.test(plain)) return ours;
  const merged = [...ours];
  for (const match of plain.matchAll(new RegExp(WEB, "g"))) {
    const end = match.index + match[0].length;
    const near = firstNotBelow(ours, end, startOf) - 1;
    if (near < 0 || ours[near].end <= match.index) merged.push({ start: match.index, end, url: "" });
  }
  return merged.sort((one, other) => one.start - other.start);
}

// Whether what is said of the first item of a list is said of another one too. The rules are told in lists.py.

import { LOWER, NO_LETTER, SPACE } from "./signs.js";

/** The direction of a cue that looks right and begins no list. */
export const CLAUSE = "clause";

const DENIED = "absent";
export const COMMA = new RegExp(`[,\\u060c](?=[${SPACE}])`);
const COMMAS = new RegExp(COMMA.source, "g");
const WORD = new RegExp(`[^${NO_LETTER}]+`, "g");
const FIRST_WORD = new RegExp(WORD.source);
const ITEM_ENDS = new RegExp(`[,\\u060c](?=[${SPACE}])|\\)`);
const SMALL = new RegExp(`^[${LOWER}]`);
const LONGEST_ITEM = 3;

/** Judges the lists of one report. */
export class Lists {
  /**
   * @param {object} text The report.
   * @param {object} rules What lists look like in its language.
   * @param {object} characters The character table.
   */
  constructor(text, rules, characters) {
    this.text = text;
    this.rules = rules;
    this.characters = characters;
    this.known = new Map();
  }

  /** Whether the mention from `start` to `end` is an item of the list that a cue before it begins. */
  reaches(match, start, end, last, cues) {
    const commas = [...this.text.plain.slice(match.end, start).matchAll(COMMAS)].map(({ index }) => {
      return { start: match.end + index, end: match.end + index + 1, comma: true };
    });
    if (this._closed(match, commas.at(-1).end, end, cues)) return true;
    const joins = cues.filter(({ cue, start: at }) => cue.direction === "join" && match.end <= at && at < start);
    let cuts = [...commas, ...joins].sort((one, other) => one.start - other.start || one.end - other.end);
    // In `effusion, and fracture` the comma and the word are one.
    cuts = cuts.filter((cut, n) => n === cuts.length - 1 || this._words(cut.end, cuts[n + 1].start).length);
    while (cuts.length && this._allKnown(match.end, cuts[0].start)) cuts.shift();
    if (!cuts.length) return true;
    return (
      match.cue.direction !== CLAUSE &&
      this._bare(cuts.at(-1).end, start, end, last, cues) &&
      cuts.slice(1).every((behind, n) => this._item(cuts[n].end, behind.start)) &&
      cuts.every((cut) => this._begins(cut.end, match, cut.comma === true && match.cue.status === DENIED))
    );
  }

  /** Whether a cue is, or begins with, a word that joins what is denied or doubted: `or`, `nor signs of`. */
  alternative({ start, end }) {
    const words = this._words(start, end);
    return words.length > 0 && this.rules.alternatives.has(words[0]);
  }

  _closed(match, since, end, cues) {
    for (const cue of cues) {
      if (cue.start < since) continue;
      const { status, direction } = cue.cue;
      const joins = direction === "join" || status === match.cue.status;
      if (joins && this.alternative(cue)) return true;
      if (cue.start >= end && (direction === "stop" || (status && status !== match.cue.status))) return false;
    }
    return false;
  }

  _bare(since, start, end, last, cues) {
    const behind = ITEM_ENDS.exec(this.text.plain.slice(end, last));
    const join = cues.find((cue) => cue.cue.direction === "join" && cue.start >= end);
    const until = Math.min(behind ? end + behind.index : last, join ? join.start : last);
    return (
      this._words(since, start).every((word) => this._agrees(word)) &&
      this._words(end, until).every((word) => this.rules.words.has(word))
    );
  }

  _item(start, end) {
    return this._words(start, end).filter((word) => !this.rules.words.has(word)).length <= LONGEST_ITEM;
  }

  /** Whether the first word behind a comma may begin an item of this cue's list. */
  _begins(start, match, repeats) {
    const first = FIRST_WORD.exec(this.text.plain.slice(start));
    if (!first) return false;
    const at = start + first.index;
    const word = this._fold(at, at + first[0].length);
    const { repeated, endings } = this.rules;
    const said = this._words(match.start, match.end);
    if (repeats && said.length && repeated.has(said.at(-1)) && !repeated.has(word)) return false;
    return !(endings.length && SMALL.test(first[0])) || this._agrees(word);
  }

  _agrees(word) {
    return this.rules.words.has(word) || this.rules.endings.some((ending) => word.endsWith(ending));
  }

  _allKnown(start, end) {
    const words = this._words(start, end);
    return words.length > 0 && words.every((word) => this.rules.words.has(word));
  }

  _words(start, end) {
    return [...this.text.plain.slice(start, end).matchAll(WORD)].map(({ index, 0: word }) => {
      return this._fold(start + index, start + index + word.length);
    });
  }

  _fold(start, end) {
    const word = this.text.slice(start, end);
    if (!this.known.has(word)) this.known.set(word, this.characters.foldText(word));
    return this.known.get(word);
  }
}

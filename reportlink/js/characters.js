// The pinned character table: how text is split into pieces, and how a piece is folded. See characters.py.

import { strip } from "./signs.js";

/** What white space, a single line break and a hyphen between words all fold to. */
export const JOINT = " ";

/** What a paragraph break folds to; no form crosses it. */
export const BREAK = "\n\n";

const APOSTROPHE = "'";
const PARAGRAPH = /\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/g;

const CLASSES = { word: 1, mark: 2, ignorable: 3, space: 4, hyphen: 5, apostrophe: 6 };
const set = (...names) => names.reduce((bits, name) => bits | (1 << CLASSES[name]), 0);

/** By the class of a piece's first character: the classes that its other characters may have. */
const FOLLOWING = new Uint8Array(7).fill(set("mark", "ignorable"));
FOLLOWING[CLASSES.word] = set("word", "mark", "ignorable");
FOLLOWING[CLASSES.space] = set("space", "ignorable");

export class Characters {
  /** @param {string} table The text of characters.json. */
  constructor(table) {
    const { classes, folds } = JSON.parse(table);
    this.inside = new Uint8Array(0x10000);
    this.beyond = [];
    for (const [name, number] of Object.entries(CLASSES)) {
      for (const [first, last] of classes[name]) {
        if (first < 0x10000) this.inside.fill(number, first, Math.min(last, 0xffff) + 1);
        if (last > 0xffff) this.beyond.push([first, last, number]);
      }
    }
    this.beyond.sort((one, other) => one[0] - other[0]);
    this.folds = new Map();
    for (const [char, folded] of Object.entries(folds)) this.folds.set(char.codePointAt(0), folded);
  }

  /** The class of a code point, 0 for any other character. */
  classOf(code) {
    if (code < 0x10000) return this.inside[code];
    let low = 0;
    let high = this.beyond.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.beyond[middle][1] < code) low = middle + 1;
      else high = middle;
    }
    return low < this.beyond.length && this.beyond[low][0] <= code ? this.beyond[low][2] : 0;
  }

  /** The pieces of a text, in order; joined they are the text again. */
  split(text) {
    const { inside } = this;
    const pieces = [];
    let start = 0;
    let following = 0;
    for (let at = 0; at < text.length; ) {
      let code = text.charCodeAt(at);
      let width = 1;
      if (code >= 0xd800 && code < 0xdc00 && (code = text.codePointAt(at)) > 0xffff) width = 2;
      const found = width === 1 ? inside[code] : this.classOf(code);
      if (at === 0 || !(following & (1 << found))) {
        if (at) pieces.push(text.slice(start, at));
        start = at;
        following = FOLLOWING[found];
      }
      at += width;
    }
    if (text) pieces.push(text.slice(start));
    return pieces;
  }

  /** What a piece compares as: a folded word, `JOINT`, `BREAK`, an apostrophe, or the character itself. */
  fold(piece) {
    switch (this.classOf(piece.codePointAt(0))) {
      case CLASSES.word:
        return this._letters(piece, true);
      case CLASSES.space:
        return (piece.match(PARAGRAPH) ?? []).length > 1 ? BREAK : JOINT;
      case CLASSES.hyphen:
        return JOINT;
      case CLASSES.apostrophe:
        return APOSTROPHE;
      default:
        return this._letters(piece, false);
    }
  }

  _letters(piece, folding) {
    let folded = "";
    for (const char of piece) {
      const code = char.codePointAt(0);
      if (this.classOf(code) === CLASSES.ignorable) continue;
      folded += (folding ? this.folds.get(code) : undefined) ?? char;
    }
    return folded;
  }

  /** Whether a piece is a word. */
  isWord(piece) {
    return piece !== "" && this.classOf(piece.codePointAt(0)) === CLASSES.word;
  }

  /** Whether a piece is a hyphen. */
  isHyphen(piece) {
    return this.classOf(piece.codePointAt(0)) === CLASSES.hyphen;
  }

  /** A phrase as it compares, in one string, without white space at its ends. */
  foldText(text) {
    return this.split(strip(text))
      .map((piece) => this.fold(piece))
      .map((folded) => (folded === BREAK ? JOINT : folded))
      .join("");
  }
}

// Report text as numbered pieces, with the offset of each. See normalise.py.

import { JOINT } from "./characters.js";
import { UNKNOWN } from "./index.js";
import { SPACE, strip } from "./signs.js";

/** How many distinct pieces are remembered: folding costs more than looking up. */
const MEMORY = 50_000;

const HYPHENS = "-\\u2010\\u2011\\u00ad\\ufe63\\uff0d";
const MAYBE_DIVIDED = new RegExp(`[${HYPHENS}][ \\t]*[\\r\\n\\u2028]`);
const DIVIDED = new RegExp(`^([^${HYPHENS}${SPACE}]*)[${HYPHENS}][${SPACE}]+([^${SPACE}]*)$`);
const HOLDS_HYPHEN = new RegExp(`[${HYPHENS}]`);
const LINE_ENDS = /\r\n|[\r\n\u2028]/g;

/**
 * Split a text and number its pieces for one report language.
 * @returns {{starts: Int32Array, numbers: Int32Array}} The offset of each piece in code points, and the text's length
 *   at the end; the number of each piece in the index, or `UNKNOWN`.
 */
export function normalise(text, forms) {
  let pieces = forms.characters.split(text.string);
  if (MAYBE_DIVIDED.test(text.plain)) pieces = rejoin(pieces, forms);
  const starts = new Int32Array(pieces.length + 1);
  const numbers = new Int32Array(pieces.length);
  let offset = 0;
  for (let n = 0; n < pieces.length; n += 1) {
    offset += text.units ? [...pieces[n]].length : pieces[n].length;
    starts[n + 1] = offset;
    numbers[n] = numberOf(pieces[n], forms);
  }
  return { starts, numbers };
}

function numberOf(piece, forms) {
  let number = forms.known.get(piece);
  if (number === undefined) {
    if (forms.known.size >= MEMORY) forms.known.clear();
    number = lookUp(piece, forms);
    forms.known.set(piece, number);
  }
  return number;
}

function lookUp(piece, forms) {
  const { characters } = forms;
  const divided = HOLDS_HYPHEN.test(piece) ? DIVIDED.exec(piece) : null;
  if (divided) {
    const [, before, after] = divided;
    return forms.numberOf(before ? characters.fold(before) + (after && characters.fold(after)) : JOINT);
  }
  return forms.numberOf(characters.fold(piece));
}

/** Make one piece of a divided word that the vocabulary knows whole, else of the hyphen and the line's end. */
function rejoin(pieces, forms) {
  const joined = [];
  for (let at = 0; at < pieces.length; ) {
    const count = divided(pieces, at, forms.characters);
    const whole = count ? pieces.slice(at, at + count).join("") : "";
    if (count && lookUp(whole, forms) !== UNKNOWN) {
      joined.push(whole);
      at += count;
    } else if (forms.characters.isHyphen(pieces[at]) && at + 1 < pieces.length && isOneLineEnd(pieces[at + 1])) {
      joined.push(pieces[at] + pieces[at + 1]);
      at += 2;
    } else {
      joined.push(pieces[at]);
      at += 1;
    }
  }
  return joined;
}

/** How many pieces from `at` are one word divided at a line's end, or 0. */
function divided(pieces, at, characters) {
  if (!characters.isWord(pieces[at])) return 0;
  let end = at + 1;
  if (!pieces[at].endsWith("\u00ad")) {
    if (end >= pieces.length || !characters.isHyphen(pieces[end])) return 0;
    end += 1;
  }
  const goesOn = end + 1 < pieces.length && isOneLineEnd(pieces[end]) && characters.isWord(pieces[end + 1]);
  return goesOn ? end + 2 - at : 0;
}

function isOneLineEnd(piece) {
  return (piece.match(LINE_ENDS) ?? []).length === 1 && strip(piece) === "";
}

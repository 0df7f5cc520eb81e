// Splits a report into sentences as far as they bound the reach of a negation. See sentences.py.

import { firstAbove } from "./bisect.js";
import { DIGIT, LINE_END, LOWER, SPACE, UPPER, isSpace, strip, stripEnd, stripStart } from "./signs.js";

const STOP = `[.!?;؟؛۔](?=[${SPACE})\\]"'»”’/${UPPER}]|[-–—*•][${SPACE}]|$)|(?:\\r\\n|[${LINE_END}])[ \\t]*`;
const CAPITAL = new RegExp(`^[${UPPER}]`);
const SMALL_WORD = new RegExp(`^[${LOWER}]{3}$`);
const LAST_WORD = new RegExp(`[^${SPACE}.]*(?:\\.[^${SPACE}.]+)*$`);
const BULLET = new RegExp(`^(?:[-*•–—+>]|\\(?[${DIGIT}]{1,2}[.):]|[a-z]\\))[${SPACE}]`);
const LINE_ENDS = new RegExp(`[${LINE_END}]`);
const NUMBER = new RegExp(`^[${DIGIT}]+$`);
const LIST_NUMBER = 2;
const WRAP_AT_LEAST = 40;
const LONGEST_WORD = 40;

/** The offsets at which sentences end, ascending; the last is the text's length. */
export function sentenceEnds(text, rules, characters) {
  const { plain } = text;
  const ends = [];
  const width = widthOf(plain);
  let lineStart = 0;
  for (const match of plain.matchAll(new RegExp(STOP, "g"))) {
    const at = match.index;
    const mark = match[0];
    const end = at + mark.length;
    if (LINE_ENDS.test(mark[0])) {
      if (!wrapped(plain, lineStart, at, end, width)) ends.push(end);
      lineStart = end;
    } else if (mark !== "." || endsSentence(text, lineStart, at, rules, characters)) {
      ends.push(end);
    }
  }
  if (ends.at(-1) !== plain.length) ends.push(plain.length);
  return ends;
}

/** The first and one-past-last offset of the sentence that holds this offset. */
export function sentenceOf(offset, ends) {
  const number = Math.min(firstAbove(ends, offset), ends.length - 1);
  return [number ? ends[number - 1] : 0, ends[number]];
}

function widthOf(plain) {
  return plain.split(LINE_ENDS).reduce((width, line) => Math.max(width, stripEnd(line).length), 0);
}

function wrapped(plain, lineStart, lineEnd, nextStart, width) {
  const line = stripEnd(plain.slice(lineStart, lineEnd));
  const following = plain.slice(nextStart, nextStart + width + 1);
  if (!line || !strip(following) || LINE_ENDS.test(following[0]) || ".!?:;".includes(line.at(-1))) return false;
  const comma = line.endsWith(",");
  const bulleted = BULLET.test(following);
  if (bulleted && !comma && !line.endsWith("-")) return false;
  if (comma && !bulleted) return true;
  return width >= WRAP_AT_LEAST && line.length + 1 + firstWordLength(stripStart(following)) > width;
}

function firstWordLength(text) {
  let length = 0;
  while (length < text.length && !isSpace(text.charCodeAt(length))) length += 1;
  return length;
}

function endsSentence(text, lineStart, at, rules, characters) {
  const { plain } = text;
  if (CAPITAL.test(plain.slice(at + 1, at + 2)) && !SMALL_WORD.test(plain.slice(Math.max(0, at - 3), at))) return false;
  const from = Math.max(lineStart, at - LONGEST_WORD);
  const match = LAST_WORD.exec(plain.slice(from, at));
  const wordStart = from + match.index;
  const folded = characters.foldText(text.slice(wordStart, at).replace(/^[(["']+/, ""));
  const isNumber = NUMBER.test(folded);
  const length = folded.length > 2 ? folded.length : [...folded].length;
  if (rules.abbreviations.has(folded) || (length === 1 && !isNumber && characters.isWord(folded))) return false;
  if (isNumber && length <= LIST_NUMBER) {
    // At the beginning of a line it numbers an item. Elsewhere it is an ordinal where the language writes them so.
    return strip(plain.slice(lineStart, wordStart)) !== "" && !rules.ordinals;
  }
  return true;
}

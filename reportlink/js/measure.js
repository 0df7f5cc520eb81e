// Finds lengths, such as `8 mm` and `3,2 x 1,5 cm`, so that a page can say what else is that big. See measure.py.

import { firstAbove, firstNotBelow } from "./bisect.js";
import { escapePattern } from "./signs.js";

const KIND = "measurement";
const NOT_SIZE = "not-size";
const CLAUSE_END = /[,;\u060c\r\n]|[.](?= )/;
const NUMBER = "[0-9]{1,3}(?:[.,][0-9]{1,2})?";
const GAP = "[ \\u00a0\\u202f]?";
const TO_UNIT = "[ \\u00a0\\u202f\\u2010\\u2011-]?";
const NOT_BEFORE = /[0-9A-Za-z.,/]/;

const startOf = ({ start }) => start;

/** By the units of a language: the pattern of a length, and of one number in it. */
const patterns = new WeakMap();

function patternsOf({ units, times }) {
  if (!patterns.has(units)) {
    const longestFirst = [...units.keys()].sort((one, other) => other.length - one.length || (one < other ? -1 : 1));
    const unit = longestFirst.map(escapePattern).join("|");
    const number = `${NUMBER}(?:${TO_UNIT}(?:${unit}))?`;
    const by = times.map((word) => `|[ \\u00a0]${escapePattern(word)}[ \\u00a0]`).join("");
    // Neither part of a longer number, a date or a word, nor an area, a volume or a speed.
    const whole = `${number}(?:(?:${GAP}[xX×*]${GAP}${by})${number}){0,2}(?![0-9A-Za-z²³/])`;
    patterns.set(units, { whole, part: `(${NUMBER})(?:${TO_UNIT}(${unit}))?` });
  }
  return patterns.get(units);
}

/** The lengths in a report as mentions, each with the level of the entry that explains its largest dimension. */
export function measures(text, forms, neighbours) {
  const { sizes } = forms;
  const found = [];
  if (!sizes.concept) return found;
  const { plain } = text;
  const strangers = neighbours.filter(({ cue }) => cue.status === NOT_SIZE);
  const pattern = new RegExp(patternsOf(sizes).whole, "g");
  for (let match = pattern.exec(plain); match; match = pattern.exec(plain)) {
    const start = match.index;
    if (start && NOT_BEFORE.test(plain[start - 1])) {
      pattern.lastIndex = start + 1;
      continue;
    }
    const level = levelOf(match[0], sizes);
    const end = pattern.lastIndex;
    if (level && !estranged(plain, start, end, strangers)) found.push({ start, end, concepts: [sizes.concept], kind: KIND, level });
  }
  return found;
}

/** Whether the nearest phrase on either side, in the same clause, says that a length is no size of anything. */
function estranged(plain, start, end, strangers) {
  const number = firstNotBelow(strangers, start, startOf);
  if (number && !CLAUSE_END.test(plain.slice(strangers[number - 1].end, start))) return true;
  return number < strangers.length && !CLAUSE_END.test(plain.slice(end, strangers[number].start));
}

function levelOf(measured, sizes) {
  const parts = [...measured.matchAll(new RegExp(patternsOf(sizes).part, "g"))];
  const unit = parts.at(-1)[2];
  if (!unit) return "";
  // In `3 x 2 cm` the unit of the last number is that of those before it.
  const lengths = parts.map(([, number, own]) => Number(number.replace(",", ".")) * sizes.units.get(own ?? unit));
  const number = firstNotBelow(sizes.levels, Math.max(...lengths), ([, upTo]) => upTo);
  return number < sizes.levels.length ? sizes.levels[number][0] : "";
}

/** Both, by start and apart: a length takes the place of forms inside it (`cm`) and gives way to any other. */
export function withMeasures(mentions, measured) {
  if (!measured.length) return mentions;
  const inside = (outer) => (inner) => outer.start <= inner.start && inner.end <= outer.end;
  const lengths = measured.filter((length) => touching(length, mentions).every(inside(length)));
  const kept = mentions.filter((mention) => !touching(mention, lengths).length);
  return [...kept, ...lengths].sort((one, other) => one.start - other.start);
}

/** Those of `others` (by start, apart) that share a character with a mention. */
function touching(mention, others) {
  const first = firstAbove(others, mention.start, ({ end }) => end);
  return others.slice(first, firstNotBelow(others, mention.end, startOf));
}

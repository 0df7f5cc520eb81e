// Chooses what each stretch of text means: the longest form whose conditions hold, and never a guess. See resolve.py.

import { NO_LETTER, SPACE } from "./signs.js";
import { STATUSES } from "./status.js";

const AMBIGUOUS = "ambiguous";
const RANGE = new RegExp(
  `^(?:[${SPACE}]?[-\\u2010-\\u2014/][${SPACE}]?|[${SPACE}]([^${NO_LETTER}]+)[${SPACE}])([0-9A-Za-z]{1,4})` +
    `(?![^${NO_LETTER}]|[.,][0-9]|[${SPACE}]?[cm]m)`,
);
const LONGEST_RANGE = 60;
const ROMAN = /^[iv]+$/;

/**
 * Pick leftmost-longest mentions: {start, end, concepts, kind, level}, by start, none overlapping. `concepts` has one,
 * or all that stay possible where no page explains them together.
 */
export function resolve(matches, context) {
  const mentions = [];
  let covered = 0;
  for (const match of matches) {
    if (match.start < covered) continue;
    const meant = meantBy(match, context);
    if (!meant.length) continue;
    const { start, end } = match;
    covered = end;
    if (meant.length > 1) {
      mentions.push({ start, end, concepts: meant.map(({ concept }) => concept).sort(), kind: "", level: "" });
    } else if (meant[0].concept) {
      const mention = mentionOf(match, meant[0], context);
      mentions.push(mention);
      covered = mention.end;
    }
  }
  return mentions;
}

function mentionOf({ start, end }, meant, context) {
  const { concept, kind, level } = meant;
  const mention = { start, end, concepts: [concept], kind, level, status: "" };
  // In the index a status that a form carries stands in the place of a level.
  if (STATUSES.includes(level)) return { ...mention, level: "", status: level };
  const beyond = level && rangeEnd(end, meant, context);
  return beyond ? { ...mention, end: beyond, level: "" } : mention;
}

/** Where a range of levels ends that begins with the level before `end` (`PI-RADS 3-4`); 0 where there is none. */
function rangeEnd(end, { concept, level }, { text, forms }) {
  const found = RANGE.exec(text.plain.slice(end, end + LONGEST_RANGE));
  if (!found) return 0;
  const other = forms.characters.foldText(found[2]);
  if (found[1] && !forms.rules.lists.ranges.has(forms.characters.foldText(found[1]))) return 0;
  // Of `4a/b` and `T2-3` the second is only the end of a level.
  const levels = [other, level.slice(0, -1) + other];
  const known = forms.senses.some(([id, named]) => id === concept && levels.includes(named));
  return ROMAN.test(other) || known ? end + found[0].length : 0;
}

/** The readings that stay possible, one a concept; a phrase that means no concept leaves only that. */
function meantBy(match, context) {
  const held = match.readings.filter(
    ({ condition }) => !condition.contextual || context.holds(condition, match.start),
  );
  const nothing = held.find(({ concept }) => !concept);
  if (nothing) return [nothing];
  const toldApart = oneEach(held.filter(({ condition }) => condition.contextual));
  if (toldApart.length === 1) return toldApart;
  const possible = oneEach(held);
  const explained = possible.filter(({ kind }) => kind === AMBIGUOUS);
  return explained.length === 1 ? explained : possible;
}

function oneEach(readings) {
  return [...new Map(readings.map((reading) => [reading.concept, reading])).values()];
}

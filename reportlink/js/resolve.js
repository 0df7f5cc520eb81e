// Chooses what each stretch of text means: the longest form whose conditions hold, and never a guess. See resolve.py.

import { STATUSES } from "./status.js";

const AMBIGUOUS = "ambiguous";

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
      const { concept, kind, level } = meant[0];
      // In the index a status that a form carries stands in the place of a level.
      const carried = STATUSES.includes(level);
      const [named, status] = carried ? ["", level] : [level, ""];
      mentions.push({ start, end, concepts: [concept], kind, level: named, status });
    }
  }
  return mentions;
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

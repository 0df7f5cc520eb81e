// Chooses which mentions become links, and says of every other one why not. See select.py.

import { meaningOf } from "./document.js";
import { roleAt } from "./sections.js";

const PRESENT = "present";

/**
 * Choose among mentions.
 * @returns {Array} One choice a mention, in the same order: {mention, status, reason, span}. `reason` is null where it
 *   is linked; `span` is its place in the input, in UTF-16 units.
 */
export function select(document, mentions, asserter, context, forms, explained, wishes) {
  const seen = new Set();
  const choices = mentions.map((mention) => {
    const { start, end, concepts, kind, level } = mention;
    // "No strain of the heart" does not say that the heart is absent: only some kinds have a status.
    const said = forms.asserted.has(kind) ? asserter.status(start, end, kind) : PRESENT;
    const status = mention.status || said;
    const meaning = `${concepts[0]}#${level || status}`;
    const span = document.sourceSpan(start, end);
    const choice = (reason) => ({ mention, status, reason, span });
    if (concepts.length > 1) return choice("ambiguous");
    const link = document.blockedAt(start, end);
    if (link) {
      // What an earlier run linked counts as the first mention: a second run must not link the next one.
      const known = meaningOf(link.url);
      if (known) seen.add(known);
      return choice("inside-link");
    }
    if (wishes.exclude.has(concepts[0])) return choice("excluded");
    if (!explained.has(concepts[0])) return choice("not-explained");
    if (wishes.skipSections.size && wishes.skipSections.has(roleAt(start, context.sections))) return choice("section");
    if (!wishes.every && seen.has(meaning)) return choice("repeat");
    if (wishes.canWrap && !wishes.canWrap(...span)) return choice("markup");
    seen.add(meaning);
    return choice(null);
  });
  return wishes.budget === null ? choices : within(wishes.budget, choices, document, forms);
}

/** Leave out the easiest words first, and of equally easy ones the last, until the budget is kept. */
function within(budget, choices, document, forms) {
  const { characters, facts } = forms;
  const words = characters.split(document.text.string).filter((piece) => characters.isWord(piece)).length;
  // Links of an earlier run are spent already: a second run with the same budget adds none.
  const spent = document.blocked.filter(({ url }) => url && meaningOf(url)).length;
  const allowed = Math.max(Math.trunc((words * budget) / 100) - spent, 0);
  const tier = ({ mention }) => facts.get(mention.concepts[0]).tier;
  const hardestFirst = choices.filter(({ reason }) => reason === null).sort((one, other) => tier(other) - tier(one));
  const dropped = new Set(hardestFirst.slice(allowed));
  return choices.map((choice) => (dropped.has(choice) ? { ...choice, reason: "budget" } : choice));
}

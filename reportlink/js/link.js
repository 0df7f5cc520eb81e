// The whole way of a report, in order: read, normalise, find, resolve, assert, select. See pipeline.py.

import { contextOf } from "./context.js";
import { readText, readVisible } from "./document.js";
import { ReportlinkError } from "./errors.js";
import { find } from "./find.js";
import { measures, withMeasures } from "./measure.js";
import { normalise } from "./normalise.js";
import { resolve } from "./resolve.js";
import { select } from "./select.js";
import { sentenceEnds } from "./sentences.js";
import { Asserter } from "./status.js";

/**
 * The links of a report. Offsets count UTF-16 units of it. Nothing of the report is kept, logged or sent.
 *
 * @param {string} string The report.
 * @param {object} index From `loadIndex`.
 * @param {object} [options]
 * @param {"first" | "all"} [options.mentions] The first mention of each concept and status, or all.
 * @param {Iterable<string>} [options.exclude] Concepts that are not linked.
 * @param {Iterable<string>} [options.skipSections] Roles of sections to leave alone, such as `technique`.
 * @param {number | null} [options.budget] The most links for 100 words; the easiest words are left out first.
 * @param {Array} [options.blocked] Where the text is that of a page: its links {start, end, url}. It is read as it is.
 * @param {Function} [options.canWrap] Whether a link can go around `(start, end)`.
 * @returns {object} {lang, explain, index, offsets, links, skipped}
 */
export function linkText(string, index, options = {}) {
  const { mentions = "first", budget = null, blocked = null, canWrap = null } = options;
  if (mentions !== "first" && mentions !== "all") throw new ReportlinkError("bad-option", "mentions: `first` or `all`");
  if (budget !== null && !(budget >= 0)) throw new ReportlinkError("bad-option", "budget: a number, or null for none");
  const wishes = {
    every: mentions === "all",
    exclude: new Set(options.exclude ?? []),
    skipSections: new Set(options.skipSections ?? []),
    budget,
    canWrap,
  };
  const { forms, terms } = index;
  const document = blocked ? readVisible(string, blocked) : readText(string);
  const { text } = document;
  const found = find(normalise(text, forms), text, forms);
  const ends = sentenceEnds(text, forms.rules, forms.characters);
  const context = contextOf(text, found, ends, forms);
  const meant = withMeasures(resolve(found.matches, context), measures(text, forms, found.neighbours));
  const asserter = new Asserter(text, found.cues, ends, forms);
  const links = [];
  const skipped = [];
  for (const { mention, status, reason, span } of select(document, meant, asserter, context, forms, terms, wishes)) {
    const [start, end] = span;
    if (reason) {
      skipped.push({ start, end, concepts: mention.concepts, reason });
    } else {
      const [concept] = mention.concepts;
      const { level } = mention;
      const { title, short, path } = terms.get(concept);
      const url = `${index.base}${path}#${level || status}`;
      links.push({ start, end, concept, status, level, url, title, short });
    }
  }
  return { lang: forms.lang, explain: index.reader.lang, index: index.build, offsets: "utf-16", links, skipped };
}

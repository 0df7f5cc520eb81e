// Which part of a report a word stands in: `FINDINGS:`, `Beurteilung`, a title in front of its line. See sections.py.

import { firstAbove } from "./bisect.js";
import { LINE_END, SPACE } from "./signs.js";

const BEFORE = `[${LINE_END}]|[.;][${SPACE}]`;
const TITLE = `[ \\t]*([^${SPACE}.:;][^${LINE_END}.:;]{1,48}?)[ \\t]*(?::|(?=[${LINE_END}])|$)`;

/** The titled sections of a report, by start: {start, role}. A title stands alone on its line or before a colon. */
export function sectionsOf(text, rules, characters) {
  const found = [];
  if (!rules.titles.size) return found;
  const title = new RegExp(TITLE, "y");
  let done = 0;
  for (const start of titleStarts(text.plain)) {
    if (start < done) continue;
    title.lastIndex = start;
    const match = title.exec(text.plain);
    if (!match) continue;
    done = title.lastIndex;
    const written = start + match[0].indexOf(match[1]);
    const role = rules.titles.get(characters.foldText(text.slice(written, written + match[1].length)));
    if (role) found.push({ start: written, role });
  }
  return found;
}

function* titleStarts(plain) {
  yield 0;
  for (const match of plain.matchAll(new RegExp(BEFORE, "g"))) yield match.index + match[0].length;
}

/** The role of the section that holds this offset; empty before the first title. */
export function roleAt(offset, sections) {
  const number = firstAbove(sections, offset, ({ start }) => start) - 1;
  return number >= 0 ? sections[number].role : "";
}

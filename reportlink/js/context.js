// What a report says around a form: its examination, its sections, the neighbours in the sentence. See context.py.

import { firstNotBelow } from "./bisect.js";
import { roleAt, sectionsOf } from "./sections.js";
import { sentenceOf } from "./sentences.js";

const EXAM = "exam";
const startOf = ({ start }) => start;

/** Everything that a condition may ask of one report. */
class Context {
  constructor(text, forms, examinations, sections, ends, parts, neighbours) {
    this.text = text;
    this.forms = forms;
    this.examinations = examinations;
    this.sections = sections;
    this.ends = ends;
    this.parts = parts;
    this.neighbours = neighbours;
  }

  /** Whether a condition holds for a form that starts at this offset. */
  holds(condition, start) {
    return (
      (!condition.exams.length || this._isAbout(condition.exams)) &&
      (!condition.sections.length || condition.sections.includes(roleAt(start, this.sections))) &&
      (!condition.body.length || this._beside(start, this.parts, condition.body)) &&
      (!condition.near || this._beside(start, this.neighbours, [condition.near]))
    );
  }

  /** Whether the report surely is about one of these examinations. What it names goes before what it seems. */
  _isAbout(exams) {
    const { named, likely } = this.examinations;
    if (named.size) return exams.some((exam) => named.has(exam));
    return likely.length > 0 && likely.every((exam) => exams.includes(exam));
  }

  _beside(start, places, wanted) {
    const [first, last] = sentenceOf(start, this.ends);
    const high = firstNotBelow(places, last, startOf);
    for (let n = firstNotBelow(places, first, startOf); n < high; n += 1) {
      if (places[n].start !== start && wanted.includes(places[n].name)) return true;
    }
    return false;
  }
}

/** Read everything that conditions may ask off a report. */
export function contextOf(text, found, ends, forms) {
  const certain = [];
  for (const { start, readings } of found.matches) {
    for (const { concept, condition } of readings) {
      if (concept && !condition.contextual) certain.push({ start, concept });
    }
  }
  return new Context(
    text,
    forms,
    examinationsOf(new Set(certain.map(({ concept }) => concept)), forms.facts),
    sectionsOf(text, forms.rules, forms.characters),
    ends,
    certain.flatMap(({ start, concept }) => forms.facts.get(concept).body.map((name) => ({ start, name }))),
    found.neighbours.map(({ start, cue }) => ({ start, name: cue.status })),
  );
}

/** What a report is about: the examinations that it names, and those that its other words fit best. */
function examinationsOf(certain, facts) {
  const named = new Set([...certain].filter((concept) => facts.get(concept).kind === EXAM));
  const votes = new Map();
  for (const concept of certain) {
    if (named.has(concept)) continue;
    for (const exam of facts.get(concept).exams) votes.set(exam, (votes.get(exam) ?? 0) + 1);
  }
  const most = Math.max(0, ...votes.values());
  const likely = most > 1 ? [...votes.keys()].filter((exam) => votes.get(exam) === most) : [];
  // A report that names CT and speaks of the chest is about a chest CT.
  const narrower = likely.filter((exam) => facts.get(exam)?.exams.some((wider) => named.has(wider)));
  for (const exam of narrower) named.add(exam);
  return { named, likely };
}

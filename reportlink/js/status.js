// The assertion status of a mention: how far each cue reaches. The rules are told in status.py.

import { firstAbove, firstNotBelow } from "./bisect.js";
import { CLAUSE, COMMA, Lists } from "./lists.js";
import { sentenceOf } from "./sentences.js";
import { DIGIT, LINE_END, NO_LETTER, SPACE, isSpace, strip, stripEnd, stripStart } from "./signs.js";

/** What a report may say of a mention, the stronger first. */
export const STATUSES = ["family", "absent", "conditional", "possible", "past", "present"];
const PRESENT = "present";

const COMMAS = new RegExp(COMMA.source, "g");
const MEASURED = new RegExp(`[${DIGIT}][${SPACE}\\u2010\\u2011-]?(?:mm|cm)(?![^${NO_LETTER}])`);
const NUMBER = new RegExp(`^[${SPACE}]*[${DIGIT}]`);
const BETWEEN = "between";
const NEAREST = "nearest";
const PLANNED = "planned";
const ACTS = ["procedure", "device"];
const VERDICTS = ["absent", "past", "family"];
const TITLED = /[:=\t\u2013\u2014-]/;
const BEFORE_VERDICT = new RegExp(`^[${SPACE}]*(?:[:=(\\[,\\u2013\\u2014-][${SPACE}]*)?$`);
const AFTER_VERDICT = new RegExp(`^[${SPACE}]*(?:[)\\]]|$|[.;](?=[${SPACE}]|$)(?![${SPACE}]*[${DIGIT}]))`);
const LINE_ENDS = new RegExp(`^[ \\t]*[${LINE_END}]`);
const LETTER = new RegExp(`[^${NO_LETTER}]`);

/** How many characters a cue reaches at most. */
const FARTHEST = 1000;

const startOf = ({ start }) => start;
const endOf = ({ end }) => end;
const stronger = (one, other) => (STATUSES.indexOf(other) < STATUSES.indexOf(one) ? other : one);
const count = (text, char) => text.split(char).length - 1;
const brackets = (text) => count(text, "(") + count(text, "[") - count(text, ")") - count(text, "]");
const statusOf = ({ cue }) => (cue.status === PLANNED ? "conditional" : cue.status);
const looksRight = ({ cue }) => ["forward", CLAUSE, "both", BETWEEN].includes(cue.direction);
const looksLeft = ({ cue }) => ["backward", NEAREST, "both", BETWEEN].includes(cue.direction);

/** Whether a cue begins before the mention and ends in front of its end. */
const before = (cue, start, end) => cue.end <= start || (cue.start < start && cue.end < end);

/** Whether a cue ends behind the mention and begins behind its beginning. */
const behind = (cue, start, end) => cue.start >= end || (cue.start > start && cue.end > end);

/** Whether a word like `and` stands in a stretch. */
const isJoin = (cue, start, end) => cue.cue.direction === "join" && start <= cue.start && cue.start < end;
const joined = (cues, start, end) =>
  cues.some((cue) => isJoin(cue, start, end));

/** Tells the status of any stretch of one report. */
export class Asserter {
  /**
   * @param {object} text The report.
   * @param {Array} cues All cues found in it, by start.
   * @param {number[]} ends Where its sentences end.
   * @param {object} forms Tell what lists look like in its language.
   */
  constructor(text, cues, ends, forms) {
    this.plain = text.plain;
    this.lists = new Lists(text, forms.rules.lists, forms.characters);
    this.cues = cues;
    this.ends = ends;
  }

  /** The status of the mention from `start` to `end`, of a concept of this kind. */
  status(start, end, kind = "") {
    const [first, last] = sentenceOf(start, this.ends);
    let nearby = this._active(first, Math.max(last, end), start, end);
    if (!ACTS.includes(kind)) nearby = nearby.filter(({ cue }) => cue.status !== PLANNED);
    const left = this._forward(nearby, start, end);
    const right = this._backward(nearby, start, end);
    if (left && right) {
      const parted = this._comma(left.end, start) && !this._comma(end, right.start);
      return parted ? right.status : stronger(left.status, right.status);
    }
    return (left ?? right)?.status ?? PRESENT;
  }

  /** The cues of the sentence; a cue over a line's end belongs to both lines. */
  _active(first, last, start, end) {
    const low = firstAbove(this.cues, Math.max(first, start - FARTHEST), endOf);
    const high = firstNotBelow(this.cues, Math.min(last, end + FARTHEST), startOf);
    return this.cues.slice(low, high).filter((cue) => before(cue, start, end) || behind(cue, start, end));
  }

  _reachesRight(match, start, end, cues) {
    const between = this.plain.slice(match.end, start);
    if (brackets(between) < 0 || afterColon(between)) return false;
    if (match.cue.direction === BETWEEN && (NUMBER.test(between) || this._added(cues, match.end, start))) return false;
    const comma = [...between.matchAll(COMMAS)].at(-1);
    if (!comma) return true;
    const [, last] = sentenceOf(start, this.ends);
    const measured = this._measured(match.end + comma.index + 1, start);
    return !measured && this.lists.reaches(match, start, end, last, cues);
  }

  _reachesLeft(match, end, cues) {
    const between = this.plain.slice(end, match.start);
    const depth = brackets(between);
    if (depth < 0 || afterColon(between) || (depth > 0 && !["(", "["].includes(strip(between)))) return false;
    const commas = [...between.matchAll(COMMAS)];
    if (match.cue.direction === BETWEEN) {
      return !(commas.length || NUMBER.test(this.plain.slice(match.end)) || this._added(cues, end, match.start));
    }
    if (match.cue.direction === NEAREST && this._nearer(cues, end, match.start)) return false;
    return !commas.length || joined(cues, end + commas.at(-1).index + 1, match.start);
  }

  /** Whether `and` stands in a stretch, or its like, but for `or`. */
  _added(cues, start, end) {
    return cues.some((cue) => isJoin(cue, start, end) && !this.lists.alternative(cue));
  }

  /** Whether a further item stands in a stretch, behind `and`; in `was drained and has resolved` none does. */
  _nearer(cues, start, end) {
    const last = start + stripEnd(this.plain.slice(start, end)).length;
    return this._added(cues.filter((cue) => cue.end < last), start, end);
  }

  /** Whether a length stands beside the mention, between the comma before it and the next. */
  _measured(since, start) {
    const rest = this.plain.slice(start, sentenceOf(start, this.ends)[1]);
    const comma = COMMA.exec(rest);
    return MEASURED.test(this.plain.slice(since, start) + (comma ? rest.slice(0, comma.index) : rest));
  }

  _forward(cues, start, end) {
    let reached = null;
    for (const match of cues.filter((cue) => before(cue, start, end)).reverse()) {
      if (match.cue.direction === "stop") break;
      if (!looksRight(match) || !this._reachesRight(match, start, end, cues)) continue;
      const status = statusOf(match);
      if (!reached) {
        reached = { status, start: match.start, end: match.end };
      } else if (status !== reached.status) {
        if (this._comma(match.end, reached.start)) break;
        reached = { status: stronger(reached.status, status), start: match.start, end: reached.end };
      }
    }
    return reached;
  }

  _backward(cues, start, end) {
    for (const match of cues) {
      if (!behind(match, start, end)) continue;
      if (match.cue.direction === "stop") return null;
      if (this._closes(match, end, cues) || (looksLeft(match) && this._reachesLeft(match, end, cues))) {
        return { status: statusOf(match), start: match.start, end: match.end };
      }
    }
    return null;
  }

  /** Whether a cue stands right behind the mention and has nothing else to speak of. */
  _closes(match, end, cues) {
    if (!VERDICTS.includes(match.cue.status)) return false;
    const between = this.plain.slice(end, Math.max(end, match.start));
    const behind = match.start >= end && BEFORE_VERDICT.test(between);
    if (!behind && !this._heads(match, end, cues)) return false;
    const rest = this.plain.slice(match.end);
    return AFTER_VERDICT.test(rest) || (TITLED.test(between) && LINE_ENDS.test(rest));
  }

  /** Whether the mention and others together are the title that a cue stands behind: `fracture or cyst: no`. */
  _heads(match, end, cues) {
    const before = this.plain.slice(end, match.start + 1);
    const colon = before.lastIndexOf(":");
    // A cue may begin with the colon itself.
    if (colon < 0 || strip(before.slice(colon + 1, match.start - end))) return false;
    const others = stripStart(before.slice(0, colon));
    if (others.includes(":")) return false;
    if (others && ",/".includes(others[0])) return true;
    return cues.some(({ cue, start }) => cue.direction === "join" && start === end + colon - others.length);
  }

  _comma(start, end) {
    return COMMA.test(this.plain.slice(start, end));
  }
}

/** Whether a word, then a colon before white space stand in a stretch. */
function afterColon(between) {
  let from = 0;
  for (let at = between.indexOf(":"); at >= 0; at = between.indexOf(":", from)) {
    // Past the end the code is NaN, which is no white space.
    if (isSpace(between.charCodeAt(at + 1)) && LETTER.test(between.slice(from, at))) return true;
    from = at + 1;
  }
  return false;
}

// Finds surface forms and status cues: one walk over the pieces, every form that starts at each of them. See find.py.

import { firstNotBelow } from "./bisect.js";
import { JOINT } from "./characters.js";
import { CUE, NOTHING } from "./index.js";

const NEAR = "near";
const ANY = { exact: "", exams: [], body: [], sections: [], near: "", contextual: false };
const NO_CONCEPT = { concept: "", level: "", kind: "", condition: ANY };
const NO_PIECE = -3;

/**
 * Find every form and the longest cues.
 * @returns {{matches: Array, cues: Array, neighbours: Array}} By start. `matches` {start, end, readings} may overlap,
 *   the longest first where several start together; `cues` {start, end, cue} never do; `neighbours` tell forms apart.
 */
export function find(pieces, text, forms) {
  const { numbers, starts } = pieces;
  const { root, edgeStart, edgePiece, edgeTarget, acceptStart } = forms;
  const found = { matches: [], cues: [], neighbours: [] };
  const count = numbers.length;
  const nodes = [];
  const lasts = [];
  let covered = 0;
  for (let first = 0; first < count; first += 1) {
    let node = numbers[first] >= 0 ? root[numbers[first]] : 0;
    if (!node) continue;
    nodes.length = lasts.length = 0;
    for (let last = first; ; ) {
      if (acceptStart[node] !== acceptStart[node + 1]) {
        nodes.push(node);
        lasts.push(last);
      }
      last += 1;
      if (last >= count || numbers[last] < 0) break;
      const high = edgeStart[node + 1];
      const edge = firstNotBelow(edgePiece, numbers[last], undefined, edgeStart[node], high);
      if (edge === high || edgePiece[edge] !== numbers[last]) break;
      node = edgeTarget[edge];
    }
    const start = starts[first];
    for (let n = nodes.length - 1; n >= 0; n -= 1) {
      const end = starts[lasts[n] + 1];
      const { readings, cues } = accepted(forms, nodes[n], pieces, text, first, lasts[n] + 1);
      if (readings.length) found.matches.push({ start, end, readings });
      // Where one phrase is two cues, the one with a status comes last and goes first.
      for (const cue of cues.reverse()) {
        if (cue.direction === NEAR) {
          found.neighbours.push({ start, end, cue });
        } else if (end > covered) {
          found.cues.push({ start, end, cue });
          covered = end;
        }
      }
    }
  }
  return found;
}

/** What a node accepts for these pieces, those forms left out whose exact case does not fit. */
function accepted(forms, node, pieces, text, first, last) {
  const readings = [];
  const cues = [];
  for (let at = forms.acceptStart[node]; at < forms.acceptStart[node + 1]; at += 1) {
    const target = forms.acceptTarget[at];
    if (target >= CUE) {
      cues.push(forms.cues[target - CUE]);
    } else if (target === NOTHING) {
      readings.push(NO_CONCEPT);
    } else {
      const number = forms.acceptCondition[at];
      const condition = number ? forms.conditions[number - 1] : ANY;
      if (!condition.exact || condition.exact === letters(pieces, text, first, last, forms)) {
        const [concept, level] = forms.senses[target];
        readings.push({ concept, level, kind: forms.facts.get(concept).kind, condition });
      }
    }
  }
  return { readings, cues };
}

/** The raw text of pieces without white space and hyphens: what exact case is about. */
function letters(pieces, text, first, last, forms) {
  const found = forms.numberOf(JOINT);
  const joint = found < 0 ? NO_PIECE : found;
  let raw = "";
  for (let n = first; n < last; n += 1) {
    if (pieces.numbers[n] !== joint) raw += text.slice(pieces.starts[n], pieces.starts[n + 1]);
  }
  return raw;
}

// Puts links around stretches of text nodes, and takes them away again so that the page is what it was.
// Only text nodes are split and wrapped: no element of the page is moved, copied or written anew.

/**
 * The text nodes that a stretch of visible text takes up.
 * @param {{start: number, node: Text}[]} runs from `visibleText`
 * @param {number} start first UTF-16 unit
 * @param {number} end one past the last
 * @returns {{node: Text, from: number, to: number}[] | null} null where the stretch reaches across a block, a line
 *   break or something that is not read
 */
export function nodeStretches(runs, start, end) {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[middle].start <= start) low = middle + 1;
    else high = middle;
  }
  const stretches = [];
  let position = start;
  for (let number = low - 1; number >= 0 && number < runs.length && position < end; number += 1) {
    const { start: first, node } = runs[number];
    const last = first + node.length;
    if (first > position || last <= position) return null;
    const stop = Math.min(last, end);
    stretches.push({ node, from: position - first, to: stop - first });
    position = stop;
  }
  return position === end ? stretches : null;
}

/** The links that were put into a page, and how to take them away. */
export class Insertions {
  #anchors = [];
  /** Text node of the page -> what is left in it, and the nodes that were cut off it, in the order of the text. */
  #cuts = new Map();

  /**
   * Put links around stretches. Stretches of one text node have to come from its end to its beginning, so that the
   * offsets of the others stay right.
   * @param {{node: Text, from: number, to: number}[]} stretches
   * @param {() => HTMLAnchorElement} makeAnchor makes an empty link
   * @returns {HTMLAnchorElement[]} the links, in the order of the text; white space alone gets none
   */
  wrap(stretches, makeAnchor) {
    const made = [];
    for (const { node, from, to } of [...stretches].reverse()) {
      if (!node.data.slice(from, to).trim()) continue;
      if (to < node.length) this.#cut(node, to);
      const inside = from > 0 ? this.#cut(node, from) : node;
      const anchor = makeAnchor();
      inside.replaceWith(anchor);
      anchor.append(inside);
      this.#anchors.push(anchor);
      made.unshift(anchor);
    }
    return made;
  }

  /**
   * Take every link away and join what was cut: the same text nodes as before, with the same text. A node that the
   * page has written anew, or taken away, meanwhile is the page's: only what was cut off it goes.
   */
  undo() {
    for (const anchor of this.#anchors) {
      if (anchor.parentNode) anchor.replaceWith(...anchor.childNodes);
    }
    for (const [node, { left, rests }] of this.#cuts) {
      if (node.parentNode && node.data === left) node.appendData(rests.map((rest) => rest.data).join(""));
      for (const rest of rests) rest.remove();
    }
    this.#anchors = [];
    this.#cuts.clear();
  }

  #cut(node, offset) {
    const rest = node.splitText(offset);
    const rests = this.#cuts.get(node)?.rests ?? [];
    this.#cuts.set(node, { left: node.data, rests: [rest, ...rests] });
    return rest;
  }
}

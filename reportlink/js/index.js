// The surface forms of one report language: typed arrays over the published bytes. The layout is told in index.py.

import { ReportlinkError } from "./errors.js";

/** The version of every published file; another version is refused. */
export const FORMAT = 2;

/** Marks an accept target as a cue. */
export const CUE = 0x80000000;

/** The accept target of a phrase that means no concept although it holds the form of one. */
export const NOTHING = CUE - 1;

/** The number of a piece that stands in no form. */
export const UNKNOWN = -1;

const MAGIC = "RLFORMS\0";
const HEAD = 16;
const LINE = 10;

const damaged = (message) => new ReportlinkError("index-damaged", message);

export class Forms {
  /**
   * @param {ArrayBuffer} buffer The bytes of `forms.<lang>.<hash>.bin`.
   * @param {Characters} characters The character table that it was built with.
   */
  constructor(buffer, characters) {
    const { header, sections } = open(buffer);
    this.characters = characters;
    this.lang = header.lang;
    this.facts = new Map(header.concepts.map(([id, kind, exams, body, tier]) => [id, { kind, exams, body, tier }]));
    this.senses = header.senses;
    this.sizes = { ...header.sizes, units: new Map(header.sizes.units) };
    this.conditions = header.conditions.map(([exact, exams, body, within, near]) => {
      const contextual = Boolean(exams.length || body.length || within.length || near);
      return { exact, exams, body, sections: within, near, contextual };
    });
    this.cues = header.cues.map(([status, direction]) => ({ status, direction }));
    this.asserted = new Set(header.asserted);
    this.rules = {
      abbreviations: new Set(header.abbreviations),
      titles: new Map(Object.entries(header.titles)),
      ordinals: header.ordinals,
      lists: {
        alternatives: new Set(header.lists.alternatives),
        words: new Set(header.lists.words),
        endings: header.lists.endings,
        repeated: new Set(header.lists.repeated),
        ranges: new Set(header.lists.ranges),
      },
    };
    this.known = new Map();
    const numbers = (name) => new Uint32Array(buffer, sections.get(name).start, sections.get(name).length / 4);
    this.root = numbers("root");
    this.edgeStart = numbers("edge_start");
    this.edgePiece = numbers("edge_piece");
    this.edgeTarget = numbers("edge_target");
    this.acceptStart = numbers("accept_start");
    this.acceptTarget = numbers("accept_target");
    this.acceptCondition = numbers("accept_condition");
    const strings = sections.get("strings");
    this._strings = new Uint8Array(buffer, strings.start, strings.length);
    this._lines = lines(this._strings, this.root.length);
    let longest = 0;
    for (let n = 0; n < this.root.length; n += 1) longest = Math.max(longest, this._lines[n + 1] - this._lines[n] - 1);
    this._scratch = new Uint8Array(longest);
  }

  /** The number of a folded piece, or `UNKNOWN`; looked for among the sorted bytes, so that loading is no work. */
  numberOf(piece) {
    const length = encode(piece, this._scratch);
    if (length < 0) return UNKNOWN;
    let low = 0;
    let high = this.root.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = this._compare(middle, length);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return UNKNOWN;
  }

  _compare(number, length) {
    const start = this._lines[number];
    const size = this._lines[number + 1] - 1 - start;
    const common = Math.min(size, length);
    for (let at = 0; at < common; at += 1) {
      const difference = this._strings[start + at] - this._scratch[at];
      if (difference) return difference;
    }
    return size - length;
  }
}

function open(buffer) {
  const bytes = new Uint8Array(buffer);
  if (bytes.length < HEAD || String.fromCharCode(...bytes.subarray(0, 8)) !== MAGIC) {
    throw damaged("this is not a forms file of a link index");
  }
  const view = new DataView(buffer);
  const version = view.getUint32(8, true);
  if (version !== FORMAT) {
    throw new ReportlinkError("index-format", `forms of format ${version}; this reportlink reads format ${FORMAT}`);
  }
  const size = view.getUint32(12, true);
  const sections = new Map();
  let header;
  let position = HEAD + size;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(HEAD, position)));
    for (const [name, length] of header.sections) {
      sections.set(name, { start: position, length });
      position += length + ((4 - (length % 4)) % 4);
    }
  } catch {
    throw damaged("the forms file is damaged");
  }
  if (position !== bytes.length) throw damaged("the forms file is cut off or has grown");
  return { header, sections };
}

/** Where each of the strings begins, and one past the last one's line end. */
function lines(bytes, count) {
  const starts = new Uint32Array(count + 1);
  for (let n = 1; n < count; n += 1) {
    const end = bytes.indexOf(LINE, starts[n - 1]);
    if (end < 0) throw damaged("the forms file holds fewer strings than it says");
    starts[n] = end + 1;
  }
  starts[count] = bytes.length + 1;
  return starts;
}

/**
 * Write a text as UTF-8 into `target`. Half a surrogate pair becomes what no published string holds.
 * @returns {number} How many bytes, or -1 where the target is too short.
 */
function encode(text, target) {
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at);
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (length + size > target.length) return -1;
    if (size === 1) {
      target[length] = code;
    } else {
      for (let n = size - 1; n > 0; n -= 1) target[length + n] = 0x80 | ((code >> (6 * (size - 1 - n))) & 0x3f);
      target[length] = ((0xf00 >> size) & 0xff) | (code >> (6 * (size - 1)));
    }
    length += size;
    if (size === 4) at += 1;
  }
  return length;
}

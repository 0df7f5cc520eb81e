// A text whose offsets count code points, as in Python, though the browser counts UTF-16 units.

const HIGH = /[\ud800-\udbff][\udc00-\udfff]/;
const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/g;

/** Stands for a character beyond the basic plane where only its place counts. No set of a pattern holds it. */
const STAND_IN = "\ue000";

export class Text {
  /** @param {string} string The text itself, in `string`; in `plain`, each code point is one unit. */
  constructor(string) {
    this.string = string;
    this.plain = string;
    this.units = null;
    if (!HIGH.test(string)) return;
    this.plain = string.replace(PAIRS, STAND_IN);
    this.units = new Uint32Array(this.plain.length + 1);
    let unit = 0;
    for (let offset = 0; offset < this.plain.length; offset += 1) {
      this.units[offset] = unit;
      unit += string.codePointAt(unit) > 0xffff ? 2 : 1;
    }
    this.units[this.plain.length] = unit;
  }

  /** Length in code points. */
  get length() {
    return this.plain.length;
  }

  /** The UTF-16 offset of a code point. */
  unit(offset) {
    return this.units ? this.units[offset] : offset;
  }

  /** The text from one code point to another. */
  slice(start, end) {
    return this.string.slice(this.unit(start), this.unit(end));
  }
}

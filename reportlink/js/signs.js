// Sets of characters for patterns, written out as in signs.py: for use inside `[...]`.

/** White space: the class `space` of the character table. */
export const SPACE = "\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

/** Characters that end a line. */
export const LINE_END = "\\r\\n\\u2028\\u2029";

/** Digits that number a list or a rib: European and both Arabic sets. */
export const DIGIT = "0-9\\u0660-\\u0669\\u06f0-\\u06f9";

/** White space, punctuation and symbols, roughly: everything else is a letter, a digit or a mark, for `[^...]`. */
export const NO_LETTER =
  "\\0-/:-@\\[-^`{-\\xa9\\xab-\\xb1\\xb4\\xb6-\\xb8\\xbb-\\xbf\\xd7\\xf7\\u060c\\u061b\\u061f\\u06d4\\u1680" +
  "\\u2000-\\u2bff\\u3000-\\u303f\\ufe00-\\uff0f";

/** Small letters that a word of a Latin-1 language begins with, where a capital would be a noun. */
export const LOWER = "a-z\\xdf-\\xf6\\xf8-\\xff";

/** Capitals of the same languages. */
export const UPPER = "A-Z\\xc0-\\xd6\\xd8-\\xde";

/** Whether a code unit is white space. */
export function isSpace(code) {
  if (code <= 0x20) return (code >= 0x09 && code <= 0x0d) || code >= 0x1c;
  if (code < 0x1680) return code === 0x85 || code === 0xa0;
  return (
    code === 0x1680 || (code >= 0x2000 && code <= 0x200a) || code === 0x2028 || code === 0x2029 || code === 0x202f ||
    code === 0x205f || code === 0x3000
  );
}

/** A text without white space at its end. */
export function stripEnd(text) {
  let end = text.length;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** A text without white space at its beginning. */
export function stripStart(text) {
  let start = 0;
  while (start < text.length && isSpace(text.charCodeAt(start))) start += 1;
  return text.slice(start);
}

/** A text without white space at both ends. */
export function strip(text) {
  return stripStart(stripEnd(text));
}

/** A text as it stands in a pattern. */
export function escapePattern(text) {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

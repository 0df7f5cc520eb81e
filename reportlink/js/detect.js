// Tells in which language a report is written, by the words of the forms and status cues that each language knows.
// A word that few languages have tells more than one that many share.

const ENOUGH_WORDS = 600;
const LEAST_SHARE = 0.12;
const LEAST_LEAD = 1.5;

/**
 * The language of a report. Nothing but the text decides.
 *
 * @param {string} text The report.
 * @param {object[]} indexes From `loadIndex`, one for each report language that it may be.
 * @returns {{lang: string, sure: boolean} | null} The likeliest language, and whether it stands out; null where no word
 *   of the text is known in any.
 */
export function detectLanguage(text, indexes) {
  const scores = new Map(indexes.map(({ forms }) => [forms.lang, 0]));
  let words = 0;
  const [{ forms: any }] = indexes;
  for (const piece of any.characters.split(text)) {
    if (!any.characters.isWord(piece)) continue;
    if (words === ENOUGH_WORDS) break;
    words += 1;
    const folded = any.characters.fold(piece);
    const knowing = indexes.filter(({ forms }) => forms.numberOf(folded) >= 0);
    for (const { forms } of knowing) scores.set(forms.lang, scores.get(forms.lang) + 1 / knowing.length ** 2);
  }
  const [[lang, best], [, second] = ["", 0]] = [...scores].sort(([, one], [, other]) => other - one);
  if (!best) return null;
  return { lang, sure: best / words >= LEAST_SHARE && best >= LEAST_LEAD * second };
}

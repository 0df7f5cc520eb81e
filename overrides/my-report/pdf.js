// Reads the text layer of a PDF with Mozilla's pdf.js, which is fetched only when there is a PDF to read.

const NEW_PARAGRAPH = 1.7;
const SAME_LINE = 0.5;
const WORD_GAP = 0.15;

async function textOfPdf(bytes, { library, worker }) {
  const pdfjs = await import(library);
  pdfjs.GlobalWorkerOptions.workerSrc = worker;
  const task = pdfjs.getDocument({
    data: bytes,
    disableFontFace: true, // Nothing is drawn, so no font is made and nothing but the text is looked at.
    isEvalSupported: false,
    useSystemFonts: false,
    useWasm: false,
    useWorkerFetch: false,
    stopAtErrors: false,
    verbosity: 0,
  });
  let text;
  try {
    const document = await task.promise;
    const pages = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      pages.push(textOfItems((await page.getTextContent()).items));
    }
    text = pages.filter(Boolean).join("\n\n");
  } catch (error) {
    throw new NoTextError(error?.name === "PasswordException" ? "locked" : "unreadable");
  } finally {
    await task.destroy();
  }
  if (!text.trim()) throw new NoTextError("picture");
  return text;
}

/** Lines and paragraphs from where the pieces of text stand on the page. */
function textOfItems(items) {
  let text = "";
  let before = null;
  for (const { str, transform, width, height, dir } of items) {
    if (!str) continue;
    const [, , , , x, y] = transform;
    const size = height || Math.hypot(transform[2], transform[3]) || 1;
    if (before) {
      const drop = Math.abs(before.y - y);
      if (drop > before.size * NEW_PARAGRAPH) text += "\n\n";
      else if (drop > before.size * SAME_LINE) text += "\n";
      else if (dir !== "rtl" && x - before.end > size * WORD_GAP && !/\s$/.test(text) && !/^\s/.test(str)) text += " ";
    }
    text += str;
    before = { y, size, end: x + width };
  }
  return text.replace(/[ \t]+\n/g, "\n").trim();
}

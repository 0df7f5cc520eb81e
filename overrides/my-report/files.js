// Reads the text of a file that the reader chose or dropped. It never leaves the page.

/** Why a file gave no text; `code` names the words that the page says. */
class NoTextError extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

const isPdf = (bytes) => String.fromCharCode(...bytes.subarray(0, 1024)).includes("%PDF-");

async function textOfFile(file, visibleText, pdf) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (isPdf(bytes)) return textOfPdf(bytes, pdf);
  const text = decoded(bytes);
  return /\.html?$/i.test(file.name) || file.type === "text/html" ? textOfHtml(text, visibleText) : text;
}

/** Text as hospitals save it: Unicode, or the older encoding of Windows. What has control characters is no text. */
function decoded(bytes) {
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  let text;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder("windows-1252").decode(bytes);
  }
  if (/[\0-\x08\x0e-\x1a]/.test(text) || !text.trim()) throw new NoTextError("unreadable");
  return text;
}

/** The words of a page, from a document that is never shown: nothing in it is loaded and no script in it runs. */
function textOfHtml(source, visibleText) {
  const page = new DOMParser().parseFromString(source, "text/html");
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.closest("pre")) node.data = node.data.replace(/\s+/g, " ");
  }
  const { text } = visibleText(page.body);
  if (!text.trim()) throw new NoTextError("unreadable");
  return text.replace(/ *\n */g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}

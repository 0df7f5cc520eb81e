// "Understand my report": everything happens in this page. The text is kept in no storage and stands in no address.

const part = (name) => document.querySelector(`[data-${name}]`);
const root = part("my-report");
const words = root.dataset;
const field = document.querySelector("#report-text");
const read = part("read");
const place = part("text");
const state = part("state");
const reportLanguage = part("report-language");
const explainLanguage = part("explain-language");
const absolute = (address) => new URL(address, location.href).href;

let loading = null;

/** The whole vocabulary of every language, once: so nobody learns which one is read, and the internet may then go. */
async function load() {
  const api = absolute(words.api);
  const answer = await fetch(`${api}manifest.json`, { cache: "no-cache" });
  const { languages, script } = await answer.json();
  const library = await import(`${api}${script.file}`);
  const codes = Object.keys(languages);
  const indexes = await Promise.all(codes.map((code) => library.loadIndex(api, { report: code, explain: code })));
  return { ...library, indexes };
}

function ready() {
  loading ??= load().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

function say(text) {
  state.textContent = text;
}

function reading(now) {
  read.hidden = !now;
  for (const name of ["intro", "paste"]) part(name).hidden = now;
}

function show(text, { detectLanguage, indexes }) {
  const found = detectLanguage(text, indexes);
  if (found) reportLanguage.value = found.lang;
  const unsure = part("unsure-line");
  unsure.hidden = Boolean(found?.sure);
  unsure.textContent = words.unsure;
  const report = document.createElement("report-links");
  report.lang = reportLanguage.value;
  report.setAttribute("explain", explainLanguage.value);
  report.setAttribute("index", words.api);
  report.setAttribute("base", words.base);
  report.setAttribute("translate", "no");
  const shown = document.createElement("div");
  shown.dir = "auto";
  shown.textContent = text;
  report.append(shown);
  place.replaceChildren(report);
  reading(true);
  document.querySelector("#read").focus();
}

/** Read a report, from wherever it comes, and say what goes wrong. */
async function understand(source) {
  say(words.loading);
  try {
    const library = await ready();
    const text = typeof source === "string" ? source : await textOfFile(source, library.visibleText, pdf());
    say("");
    if (text.trim()) show(text, library);
    else field.focus();
  } catch (error) {
    say(words[error instanceof NoTextError ? error.code : "unreachable"]);
  }
}

function pdf() {
  return { library: absolute(words.pdf), worker: absolute(words.pdfWorker) };
}

function startAgain() {
  place.replaceChildren();
  field.value = "";
  part("file").value = "";
  reading(false);
  say("");
  field.focus();
}

function takeFrom(transfer, event) {
  const [file] = transfer.files;
  const text = transfer.getData("text/plain");
  if (!file && !text.trim()) return;
  event.preventDefault();
  if (!file) field.value = text;
  understand(file ?? text);
}

field.addEventListener("paste", (event) => {
  if (!field.value) takeFrom(event.clipboardData, event);
});
part("show").addEventListener("click", () => understand(field.value));
part("choose").addEventListener("click", () => part("file").click());
part("file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  if (file) understand(file);
});
part("again").addEventListener("click", startAgain);
place.addEventListener("report-linked", ({ detail }) => say(detail.links ? `${words.found} ${detail.links}` : words.none));
place.addEventListener("report-link-error", () => say(words.unreachable));
reportLanguage.addEventListener("change", () => {
  part("unsure-line").hidden = true;
  place.firstElementChild.lang = reportLanguage.value;
});
explainLanguage.addEventListener("change", () => {
  place.firstElementChild.setAttribute("explain", explainLanguage.value);
});

// The whole page takes a drop: a file let go beside the field would otherwise be opened in its place.
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  root.classList.add("my-report-dropping");
});
for (const ended of ["dragleave", "drop", "dragend"]) {
  document.addEventListener(ended, () => root.classList.remove("my-report-dropping"));
}
document.addEventListener("drop", (event) => {
  event.preventDefault();
  takeFrom(event.dataTransfer, event);
});
// A page kept for the "back" button of whoever uses the device next would still show the report.
addEventListener("pagehide", startAgain);

part("without").hidden = true;
root.hidden = false;
ready().then(
  () => read.hidden && !state.textContent && say(words.ready),
  () => say(words.unreachable),
);

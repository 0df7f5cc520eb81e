// Loads a published index. Every file is fetched whole and checked against its hash in the manifest: a request for one
// term would tell the server what the patient has.

import { Characters } from "./characters.js";
import { ReportlinkError } from "./errors.js";
import { FORMAT, Forms } from "./index.js";

/** An index for one report language and one reader language. */
class Index {
  constructor(manifest, reader, forms, terms) {
    this.build = manifest.build;
    this.base = manifest.base;
    this.reader = reader;
    this.forms = forms;
    this.terms = terms;
  }

  /** Whether reports say of this concept that it was seen or not seen. */
  isAsserted(concept) {
    return this.forms.asserted.has(this.forms.facts.get(concept)?.kind);
  }
}

/** What is loaded stays: address of a file -> the promise of what was made of it. */
const loaded = new Map();

/**
 * Load an index; what was loaded before is not fetched again.
 *
 * @param {string | URL} location The address of `api/v1/`, or of its `manifest.json`.
 * @param {{report: string, explain?: string}} languages The report's language and the reader's; `de-CH` finds `de`.
 * @throws {ReportlinkError} `index-unreachable`, `index-format`, `index-damaged` or `unknown-language`.
 */
export async function loadIndex(location, { report, explain = report }) {
  const home = homeOf(location);
  const manifest = await once(new URL("manifest.json", home).href, "no-cache", null, async (answer) =>
    checked(await answer.json()),
  );
  const reportLanguage = known(report, manifest.languages, "forms for reports");
  const readerLanguage = known(explain, manifest.languages, "pages");
  const file = ({ file: name, integrity }, make) => once(new URL(name, home).href, "default", integrity, make);
  const entry = manifest.languages[readerLanguage];
  const [forms, terms] = await Promise.all([
    loadForms(file, manifest.characters, manifest.languages[reportLanguage].forms),
    file(entry.terms, async (answer) => new Map(Object.entries(await answer.json()))),
  ]);
  const reader = { lang: readerLanguage, direction: entry.direction, words: entry.words };
  return new Index(manifest, reader, forms, terms);
}

async function loadForms(file, table, forms) {
  const characters = file(table, async (answer) => new Characters(await answer.text()));
  return file(forms, async (answer) => new Forms(await answer.arrayBuffer(), await characters));
}

function homeOf(location) {
  const address = new URL(location, globalThis.document?.baseURI);
  if (!address.pathname.endsWith("/") && !address.pathname.endsWith("/manifest.json")) address.pathname += "/";
  return address;
}

function checked(manifest) {
  if (manifest?.format === FORMAT) return manifest;
  const found = typeof manifest?.format === "number" ? `of format ${manifest.format}` : "of an unknown kind";
  throw new ReportlinkError("index-format", `an index ${found}; this reportlink reads format ${FORMAT}`);
}

function once(address, cache, integrity, make) {
  if (!loaded.has(address)) {
    const promise = fetched(address, cache, integrity, make);
    loaded.set(address, promise);
    // What failed is tried again when it is next asked for.
    promise.catch(() => loaded.delete(address));
  }
  return loaded.get(address);
}

async function fetched(address, cache, integrity, make) {
  let answer;
  try {
    answer = await fetch(address, {
      cache,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      ...(integrity && { integrity }),
    });
  } catch (cause) {
    throw new ReportlinkError("index-unreachable", `${address} cannot be fetched, or does not fit its hash`, { cause });
  }
  if (!answer.ok) throw new ReportlinkError("index-unreachable", `${address} is answered with ${answer.status}`);
  try {
    return await make(answer);
  } catch (cause) {
    if (cause instanceof ReportlinkError) throw cause;
    throw new ReportlinkError("index-damaged", `${address} is damaged`, { cause });
  }
}

/** The language of an index that a tag such as `de-CH` means. */
function known(tag, languages, what) {
  const names = new Map(Object.keys(languages).map((name) => [lowered(name), name]));
  const parts = lowered(String(tag)).split("-");
  for (let n = parts.length; n > 0; n -= 1) {
    const name = names.get(parts.slice(0, n).join("-"));
    if (name !== undefined) return name;
  }
  throw new ReportlinkError("unknown-language", `no ${what} in \`${tag}\`; known: ${[...names.values()].join(", ")}`);
}

/** A language tag in small letters, which are ASCII in all of them. */
function lowered(tag) {
  return tag.replace(/_/g, "-").replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));
}

/**
 * Links the words of one report and writes the linked report to standard output, byte for byte as it came back:
 *
 *     node link-report.mjs http://127.0.0.1:8080 en fhir report.json
 *
 * (In the reader's browser no service is needed: see "with one script tag" on the page for portals.)
 */
import { readFile } from "node:fs/promises";

/** Says that a report was not linked. A portal then shows it without links. */
class NotLinked extends Error {}

/**
 * Links a report in its own form.
 *
 * @param {string} service - Where the service answers.
 * @param {string} language - The language that the report is written in.
 * @param {string} form - "text", "html", "fhir", "hl7v2", ...; text comes back as HTML.
 * @param {Uint8Array} report - The report, as it is kept.
 * @returns {Promise<Uint8Array>} The linked report.
 */
async function linkReport(service, language, form, report) {
  const address = new URL(`/v1/link/${encodeURIComponent(form)}`, service);
  address.searchParams.set("lang", language);
  address.searchParams.set("to", form === "text" ? "html" : "same");
  let answer, body;
  try {
    answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: report,
      signal: AbortSignal.timeout(10_000),
    });
    body = new Uint8Array(await answer.arrayBuffer());
  } catch {
    throw new NotLinked("the service does not answer");
  }
  if (!answer.ok) {
    // Problem details (RFC 9457). They never repeat the report, so they may be logged; the report may not.
    const isProblem = answer.headers.get("Content-Type") === "application/problem+json";
    const problem = isProblem ? JSON.parse(new TextDecoder().decode(body)) : { code: answer.status, detail: "" };
    throw new NotLinked(`${problem.code}: ${problem.detail}`);
  }
  return body;
}

const [service, language, form, file] = process.argv.slice(2);
try {
  process.stdout.write(await linkReport(service, language, form, await readFile(file)));
} catch (error) {
  if (!(error instanceof NotLinked)) throw error;
  console.error(`not linked: ${error.message}`);
  process.exitCode = 1;
}

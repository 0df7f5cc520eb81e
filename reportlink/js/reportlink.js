// Finds the terms of a radiology report in the browser and links them to pages that explain them.
//
//     const index = await loadIndex("https://glossary.example/api/v1/", { report: "de", explain: "ar" });
//     const { links, skipped } = linkText("Kein Pneumothorax.", index);

export { ReportlinkError } from "./errors.js";
export { detectLanguage } from "./detect.js";
export { linkText } from "./link.js";
export { loadIndex } from "./load.js";
export { ReportLinks } from "./element.js";
export { visibleText } from "./visible.js";

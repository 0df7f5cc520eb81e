/** Any error thrown on purpose. `code` is a stable word for programs; no message ever carries text of a report. */
export class ReportlinkError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.name = "ReportlinkError";
    this.code = code;
  }
}

// The workshop's HTTP API.

/** `GET /api/workshop`; 404 without a workshop. Nothing in it is secret. */
export interface WorkshopInfo {
  /** Addresses where phones and laptops in this room may reach the join page, the likeliest first. */
  joinUrls: string[];
}

/**
 * The record as a file, for `Authorization: Bearer <the instructor's key>`: who met which goal, and when. The CSV has a line
 * for each learner and experiment. It starts with a byte order mark, so that spreadsheets read names correctly.
 */
export const recordPaths = {
  csv: "/api/workshop/record.csv",
  json: "/api/workshop/record.json",
} as const;

// How things are written.

export function duration(millis) {
  if (millis == null) return "–";
  const seconds = Math.round(millis / 1000);
  if (seconds < 60) return seconds + " s";
  if (seconds < 3600) return Math.floor(seconds / 60) + " min " + (seconds % 60) + " s";
  if (seconds < 86400) return Math.floor(seconds / 3600) + " h " + (Math.floor(seconds / 60) % 60) + " min";
  return Math.floor(seconds / 86400) + " d " + (Math.floor(seconds / 3600) % 24) + " h";
}

export const count = (number) => number.toLocaleString("en");
export const percent = (part, whole) => (whole ? Math.round((100 * part) / whole) : 0);
export const time = (millis) => new Date(millis).toLocaleString(undefined, { dateStyle: "short", timeStyle: "medium" });
export const words = (status) => status.replace("_", " ");
export const short = (id) => id.slice(0, 12);
export const total = (counts) =>
  counts.waiting + counts.ready + counts.running + counts.succeeded + counts.givenUp;

/** The API writes what is no number as a string. */
export const numeric = (value) => (typeof value === "number" ? value : null);

// Talks to the coordinator. Nobody else is ever asked for anything.

let proof = "";

export class Problem extends Error {
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

async function send(method, path, body) {
  const headers = {};
  if (method !== "GET") headers["X-Holdout-Proof"] = proof;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch("/api/v1" + path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Problem(response.status, answer.code || "HTTP", answer.detail || response.statusText);
  }
  return answer;
}

export const get = (path) => send("GET", path);
export const post = (path, body) => send("POST", path, body);

/** Who we are; exchanges a token for a cookie first, if there is one. Returns null if we are nobody. */
export async function session(token) {
  try {
    const found = token ? await send("POST", "/session", { token }) : await get("/session");
    proof = found.proof;
    return found.role ? found : null;
  } catch (problem) {
    if (problem.status === 401) return null;
    throw problem;
  }
}

export const sweepPath = (sweep) => "/sweeps/" + encodeURIComponent(sweep);

/** Follows what an attempt says until it is over. */
export function follow(path, after, onText) {
  const source = new EventSource("/api/v1" + path + "?follow=true&after=" + after);
  source.addEventListener("log", (event) => {
    const log = JSON.parse(event.data);
    if (log.isOver) source.close();
    onText(log.text);
  });
  return () => source.close();
}

/**
 * Follows a sweep. The browser reconnects by itself and says what it knows; when the server cannot be reached, or says no,
 * it gives up, and we begin anew from what we know.
 */
export function watch(sweep, known, onChange, onState) {
  let source;
  let timer;
  let number = known;
  let ended = false;
  const open = () => {
    source = new EventSource("/api/v1" + sweepPath(sweep) + "/live?after=" + number);
    source.onopen = () => onState("live");
    source.addEventListener("change", (event) => {
      const change = JSON.parse(event.data);
      number = change.number;
      onState("live");
      onChange(change);
    });
    source.onerror = () => {
      if (ended) return;
      onState("lost");
      if (source.readyState === EventSource.CLOSED) {
        clearTimeout(timer);
        timer = setTimeout(open, 1500);
      }
    };
  };
  open();
  return () => {
    ended = true;
    clearTimeout(timer);
    source.close();
  };
}

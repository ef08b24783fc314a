// A conversation as a link: its questions and filters, in the part of an address that no browser sends to a server.
import type { Filters } from "../chat/contract";

const MARK = "#hoi=";
const QUESTIONS = 20;
const CHARACTERS = 2000;

export interface Linked {
  questions: string[];
  filters: Filters;
}

/** Return the address of this page with a conversation in its fragment. */
export function linkTo({ questions, filters }: Linked): string {
  const bytes = new TextEncoder().encode(JSON.stringify({ q: questions.slice(-QUESTIONS), f: filters }));
  const letters = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const named = letters.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return `${location.origin}${location.pathname}${MARK}${named}`;
}

/** Return the conversation that an address holds, null when it holds none that can be asked. */
export function linked(fragment: string): Linked | null {
  if (!fragment.startsWith(MARK)) return null;
  try {
    const letters = atob(fragment.slice(MARK.length).replace(/-/g, "+").replace(/_/g, "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const held = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as { q?: unknown; f?: unknown };
    const questions = (Array.isArray(held.q) ? held.q : []).filter(isQuestion).slice(0, QUESTIONS);
    return questions.length ? { questions, filters: filtersOf(held.f) } : null;
  } catch {
    return null;
  }
}

function isQuestion(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "" && value.length <= CHARACTERS;
}

/** Take over the filters that are known, each only in its own type. */
function filtersOf(value: unknown): Filters {
  const held = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const filters: Filters = {};
  if (typeof held.locality === "string") filters.locality = held.locality;
  if (typeof held.type === "string") filters.type = held.type;
  if (Number.isInteger(held.year)) filters.year = held.year as number;
  if (Array.isArray(held.document_ids)) filters.document_ids = held.document_ids.filter((id) => typeof id === "string");
  return filters;
}

// The shapes of the HTTP contract (docs/api.md) that the browser reads.

export interface DocumentName {
  id: string;
  title: string;
  type: string | null;
  number: string | null;
  issuer: string | null;
  locality: string | null;
  issued_on: string | null;
  year: number | null;
}

export interface Citation {
  marker: number;
  document: DocumentName;
  section: { path: string[]; label: string; heading: string; text: string };
  quote: string;
  start: number;
  end: number;
  url: string;
}

export interface Option {
  label: string;
  question: string;
}

export interface Answer {
  id: string;
  status: "answered" | "refused" | "clarify";
  answer: string;
  citations: Citation[];
  related: Citation[];
  options: Option[];
  notices: string[];
  mode?: string; // "generative": in a language model's words; kept answers of before may lack it
  conversation_id: string;
}

/** Which documents may answer. */
export interface Filters {
  document_ids?: string[];
  locality?: string;
  year?: number;
  type?: string;
}

export interface Message {
  role: "user" | "assistant";
  content: string;
}

export interface Inquiry {
  question: string;
  history: Message[];
  conversation_id?: string;
  filters?: Filters;
}

/** What a site greets its visitors with, and how long their questions may be kept; every part may be missing. */
export interface Greeting {
  title?: string;
  greeting?: string;
  days_kept?: number;
}

const STATUSES = ["answered", "refused", "clarify"];

/** Tell whether a value that came from outside, or from the browser's own store, can be shown as an answer. */
export function isAnswer(value: unknown): value is Answer {
  if (typeof value !== "object" || value === null) return false;
  const answer = value as Record<string, unknown>;
  return (
    typeof answer.id === "string" &&
    typeof answer.answer === "string" &&
    STATUSES.includes(answer.status as string) &&
    [answer.citations, answer.related, answer.options, answer.notices].every(Array.isArray)
  );
}

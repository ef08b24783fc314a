// The server as the component knows it: it trades a site for a token where the page is somebody else's, and asks.
import {
  type Answer,
  type Citation,
  type Filters,
  type Greeting,
  type Inquiry,
  isAnswer,
  type Option,
} from "./contract";
import { serverEvents } from "./events";

export type Fault = "offline" | "unknown" | "cut" | "denied" | "busy" | "failed" | "rejected";

/** Something went wrong: the server's own sentence, how long it asks to wait, and the code by which its operator finds it. */
export class Trouble extends Error {
  constructor(
    readonly fault: Fault,
    readonly detail = "",
    readonly waitSeconds = 0,
    readonly code = "",
  ) {
    super(fault);
  }
}

export type Progress =
  | { kind: "alive" }
  | { kind: "writing" }
  | { kind: "sentence"; text: string }
  | { kind: "sources"; citations: Citation[]; related: Citation[] }
  | { kind: "words"; text: string }
  | { kind: "final"; answer: Answer };

interface Problem {
  detail?: string;
  status?: number;
  correlation_id?: string;
}

const LONGEST_WAIT_S = 600;
const ALIVE: Progress = { kind: "alive" };

/** One assistant server. `base` is its address; `site` the public id under which a page is registered, "" for our own. */
export class Server {
  readonly #guest: boolean;
  #token = "";

  constructor(
    readonly base: URL,
    readonly site: string,
    readonly greet: (greeting: Greeting) => void = () => undefined,
  ) {
    this.#guest = site !== "" || base.origin !== location.origin;
  }

  /**
   * Ask; yields signs of life, sentences while a language model writes, then sources, words and, last, the final
   * answer. Throws `Trouble`, or the abort of `signal`.
   */
  async *ask(inquiry: Inquiry, signal: AbortSignal): AsyncGenerator<Progress> {
    const response = await this.#post("api/v1/ask/stream", inquiry, signal);
    if (!response.body) throw new Trouble("cut");
    try {
      for await (const event of serverEvents(response.body)) {
        const progress = event ? read(event.name, JSON.parse(event.data)) : ALIVE;
        yield progress;
        if (progress.kind === "final") return;
      }
    } catch (error) {
      if (error instanceof Trouble || signal.aborted) throw error;
    }
    throw new Trouble("cut");
  }

  /** Send a verdict; return whether its comment is kept. */
  async judge(answerId: string, verdict: "up" | "down", comment: string): Promise<boolean> {
    const body = { answer_id: answerId, verdict, ...(comment ? { comment } : {}) };
    const response = await this.#post("api/v1/feedback", body);
    return ((await response.json()) as { comment_kept?: boolean }).comment_kept === true;
  }

  /** Return first questions that the store answers; none where the server has none to offer. */
  async suggestions(limit: number): Promise<Option[]> {
    const response = await this.#send(`api/v1/suggestions?limit=${limit}`, {});
    const { suggestions } = (await response.json()) as { suggestions?: Option[] };
    return (suggestions ?? []).slice(0, limit);
  }

  /** Read something else of the contract. */
  async get<T>(path: string): Promise<T> {
    return (await (await this.#send(path, {})).json()) as T;
  }

  /** Return turns as a file, "md" or "docx". */
  async exported(format: string, title: string, turns: readonly { question: string; answer: Answer }[]): Promise<Blob> {
    return await (await this.#post(`api/v1/export?format=${format}`, { title, turns })).blob();
  }

  #post(path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
    const headers = { "Content-Type": "application/json" };
    return this.#send(path, { method: "POST", headers, body: JSON.stringify(body), ...(signal ? { signal } : {}) });
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    for (let first = true; ; first = false) {
      if (this.#guest && !this.#token) await this.#trade();
      const headers = new Headers(init.headers);
      if (this.#token) headers.set("Authorization", `Bearer ${this.#token}`);
      const response = await this.#fetch(path, { ...init, headers });
      if (response.ok) return response;
      const trouble = await troubleOf(response);
      this.#token = response.status === 401 ? "" : this.#token;
      if (response.status !== 401 || !first || !this.#guest) throw trouble; // an old token is traded anew, once
    }
  }

  async #trade(): Promise<void> {
    const response = await this.#fetch(`api/v1/sites/${encodeURIComponent(this.site)}/token`, { method: "POST" });
    if (!response.ok) throw await troubleOf(response);
    const traded = (await response.json()) as Greeting & { token: string };
    this.#token = traded.token;
    this.greet(traded);
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(new URL(path, this.base), { ...init, credentials: "omit", referrerPolicy: "no-referrer" });
    } catch (error) {
      if (init.signal?.aborted) throw error;
      // A page that is not let in sees the same as one without network: the browser hides what is not meant for it.
      throw new Trouble(this.#guest && !this.#token ? "unknown" : "offline");
    }
  }
}

function read(name: string, data: unknown): Progress {
  const said = data as { stage?: string; text?: string; citations?: Citation[]; related?: Citation[] };
  if (name === "status" && said.stage === "writing") return { kind: "writing" };
  if (name === "sentence") return { kind: "sentence", text: said.text ?? "" };
  if (name === "token") return { kind: "words", text: said.text ?? "" };
  if (name === "citations") return { kind: "sources", citations: said.citations ?? [], related: said.related ?? [] };
  if (name === "error") throw problemOf(data as Problem);
  if (name !== "final") return ALIVE;
  if (!isAnswer(data)) throw new Trouble("failed");
  return { kind: "final", answer: data };
}

async function troubleOf(response: Response): Promise<Trouble> {
  const problem = (await response.json().catch(() => ({}))) as Problem;
  const wait = Math.min(Number(response.headers.get("Retry-After")) || 0, LONGEST_WAIT_S);
  return problemOf({ ...problem, status: response.status }, wait);
}

function problemOf({ status = 500, detail, correlation_id: code }: Problem, wait = 0): Trouble {
  return new Trouble(faultOf(status), detail, wait, status >= 500 ? code : "");
}

function faultOf(status: number): Fault {
  if (status === 401 || status === 403) return "denied";
  if (status === 429 || status === 503) return "busy";
  return status >= 500 ? "failed" : "rejected";
}

/** Leave out filters that hold nothing; undefined when none is left. */
export function filled(filters: Filters): Filters | undefined {
  const kept = Object.entries(filters).filter(([, value]) => (Array.isArray(value) ? value.length : value));
  return kept.length ? Object.fromEntries(kept) : undefined;
}

// A conversation outlives a reload: it lies in the tab's own store, and goes with the tab or when it is deleted.
import { type Answer, isAnswer, type Message } from "./contract";

export interface Turn {
  question: string;
  answer: Answer;
}

export interface Kept {
  conversationId: string;
  turns: Turn[];
}

const LARGEST = 1_000_000;
const HISTORY_TURNS = 20;
const HISTORY_CHARACTERS = 16_000; // in any script below the 64 KiB that a request may have
const MESSAGE_CHARACTERS = 4000;

/** Return what the tab kept under a name; a broken or foreign value is as good as none. */
export function remembered(name: string): Kept {
  const nothing: Kept = { conversationId: "", turns: [] };
  try {
    const kept = JSON.parse(sessionStorage.getItem(name) ?? "null") as Kept | null;
    if (typeof kept?.conversationId !== "string" || !Array.isArray(kept.turns)) return nothing;
    const turns = kept.turns.filter((turn) => typeof turn?.question === "string" && isAnswer(turn.answer));
    return { conversationId: kept.conversationId, turns };
  } catch {
    return nothing;
  }
}

/** Keep a conversation in the tab; the oldest turns go when it grows too large. */
export function remember(name: string, { conversationId, turns }: Kept): void {
  try {
    let kept = turns.slice();
    let written = JSON.stringify({ conversationId, turns: kept });
    while (written.length > LARGEST && kept.length > 1) {
      kept = kept.slice(1);
      written = JSON.stringify({ conversationId, turns: kept });
    }
    sessionStorage.setItem(name, written);
  } catch {
    // The browser keeps nothing (private window, storage full): the conversation lives as long as the page.
  }
}

/** Delete what the tab kept. */
export function forget(name: string): void {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // Nothing was kept either.
  }
}

/** Return the latest turns as the server wants them, oldest first, as many as one request holds. */
export function historyOf(turns: readonly Turn[]): Message[] {
  const messages: Message[] = [];
  let size = 0;
  for (const { question, answer } of turns.slice(-HISTORY_TURNS).reverse()) {
    const content = answer.answer.slice(0, MESSAGE_CHARACTERS);
    size += question.length + content.length;
    if (size > HISTORY_CHARACTERS) break;
    messages.unshift({ role: "user", content: question }, { role: "assistant", content });
  }
  return messages;
}

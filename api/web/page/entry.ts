// The chat page: the conversation at full size, with the documents beside it. Without this script the form below answers.
import type { Conversation } from "../chat/entry";
import { make } from "../chat/nodes";
import { linked } from "./link";
import { Scope } from "./scope";
import { tools } from "./tools";

const place = document.getElementById("chat");
if (place && customElements.get("danvan-conversation")) build(place);

function build(place: HTMLElement): void {
  const conversation = document.createElement("danvan-conversation") as Conversation;
  conversation.setAttribute("layout", "page");
  const link = linked(location.hash);
  const filters = link?.filters ?? {};
  const asked = new URLSearchParams(location.search).get("van-ban");
  if (asked) filters.document_ids = [asked];
  conversation.filters = filters;
  const scope = new Scope(filters);
  conversation.append(tools(conversation));
  takeOver(document.getElementById("kept"), conversation);
  document.getElementById("plain")?.remove();
  place.append(
    scope.element,
    make("div", { class: "conversation-side" }, make("h1", {}, "Hỏi kho văn bản"), conversation),
  );
  place.hidden = false;
  scope.load((path) => conversation.server.get(path)).catch(() => scope.element.remove());
  if (link) void askAgain(conversation, link.questions);
}

/** What the server says about keeping questions is said here too. */
function takeOver(kept: HTMLElement | null, conversation: Conversation): void {
  if (!kept) return;
  kept.slot = "notice";
  conversation.append(kept);
}

/** Ask the questions of a link one after the other, unless this tab holds their answers already. */
async function askAgain(conversation: Conversation, questions: string[]): Promise<void> {
  history.replaceState(null, "", location.pathname + location.search);
  const held = conversation.turns.map((turn) => turn.question);
  if (JSON.stringify(held) === JSON.stringify(questions)) return;
  conversation.clear();
  for (const question of questions) await conversation.ask(question);
}

// What can be done with a whole conversation: a link to it, a file for the report.
import { copied } from "../chat/clipboard";
import type { Conversation } from "../chat/entry";
import { make } from "../chat/nodes";
import { Trouble } from "../chat/server";
import { linkTo } from "./link";

const TITLE = "Hỏi đáp văn bản dân vận";

/** Make the tools of a conversation. */
export function tools(conversation: Conversation): HTMLElement {
  const said = make("span", { class: "unseen", role: "status" });
  const link = tool("Chép liên kết", said, async () => {
    const questions = conversation.turns.map((turn) => turn.question);
    return (await copied(linkTo({ questions, filters: conversation.filters }), link))
      ? "Đã chép liên kết"
      : "Không chép được";
  });
  const word = tool("Tải Word", said, () => download(conversation, "docx"));
  const markdown = tool("Tải Markdown", said, () => download(conversation, "md"));
  return make("div", { class: "tools", slot: "tools" }, link, word, markdown, said);
}

function tool(label: string, said: HTMLElement, act: () => Promise<string>): HTMLButtonElement {
  const made = make("button", { type: "button", class: "tool" }, label);
  made.addEventListener("click", async () => {
    made.disabled = true;
    const outcome = await act();
    made.disabled = false;
    made.textContent = said.textContent = outcome;
    setTimeout(() => (made.textContent = label), 3000);
  });
  return made;
}

async function download(conversation: Conversation, format: string): Promise<string> {
  try {
    const file = await conversation.server.exported(format, TITLE, conversation.turns);
    const address = URL.createObjectURL(file);
    make("a", { href: address, download: `hoi-dap-${new Date().toISOString().slice(0, 10)}.${format}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    return "Đã tải về";
  } catch (error) {
    return (error instanceof Trouble && error.detail) || "Chưa tải được, hãy thử lại";
  }
}

// 👍 and 👎 below an answer; a 👎 may say why.
import type { Server } from "./server";
import { button, icon, make } from "./nodes";
import type { Words } from "./words";

const COMMENT_LIMIT = "1000";

/** Make the two buttons that judge an answer. */
export function verdictButtons(server: Server, answerId: string, words: Words): HTMLElement {
  const said = make("p", { class: "said-of-verdict", role: "status" });
  const up = button("plain", words.up, () => send("up"), icon("up"));
  const down = button("plain", words.down, () => send("down"), icon("down"));
  const box = make("div", { class: "verdict", role: "group", "aria-label": words.verdict }, up, down, said);
  for (const choice of [up, down]) choice.setAttribute("aria-pressed", "false");

  async function send(verdict: "up" | "down"): Promise<void> {
    if (!(await note(verdict, "", words.thanks))) return;
    up.setAttribute("aria-pressed", String(verdict === "up"));
    down.setAttribute("aria-pressed", String(verdict === "down"));
    box.querySelector("form")?.remove();
    if (verdict === "down") box.append(reasonForm());
  }

  async function note(verdict: "up" | "down", comment: string, thanks: string): Promise<boolean> {
    try {
      const kept = await server.judge(answerId, verdict, comment);
      said.textContent = comment && !kept ? words.commentDropped : thanks;
      return true;
    } catch {
      said.textContent = words.verdictFailed;
      return false;
    }
  }

  function reasonForm(): HTMLFormElement {
    const field = make("textarea", { rows: "2", maxlength: COMMENT_LIMIT });
    const form = make(
      "form",
      { class: "reason" },
      make("label", {}, words.reason, field),
      make("button", { type: "submit", class: "small" }, words.sendReason),
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (field.value.trim() && !(await note("down", field.value.trim(), words.thanks))) return;
      down.focus();
      form.remove();
    });
    return form;
  }
  return box;
}

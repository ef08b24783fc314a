// Copying, also where the office's network has no HTTPS and the browser therefore offers no clipboard.
import { make } from "./nodes";

/** Put text on the clipboard; return whether it is there. `near` is an element in the document that asks. */
export async function copied(text: string, near: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedBySelection(text, near);
  }
}

function copiedBySelection(text: string, near: HTMLElement): boolean {
  const held = make("textarea", { class: "unseen", readonly: true, tabindex: "-1", "aria-hidden": "true" });
  held.value = text;
  near.after(held);
  held.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    held.remove();
    near.focus();
  }
}

/** Let a button copy `text()` when it is pressed, and say for a moment what became of it. */
export function copyOnPress(
  pressed: HTMLButtonElement,
  text: () => string,
  done: string,
  failed: string,
): HTMLButtonElement {
  const label = pressed.querySelector("span");
  const usual = label?.textContent ?? "";
  pressed.addEventListener("click", async () => {
    const said = (await copied(text(), pressed)) ? done : failed;
    if (!label) return;
    label.textContent = said;
    setTimeout(() => (label.textContent = usual), 2500);
  });
  return pressed;
}

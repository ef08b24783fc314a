// Bringing things into view without moving what is seen already.

const BAR = 90;
const CLOSE = 3; // screens: nearer things are scrolled to before one's eyes, unless one wants no motion

/** Bring into view, below the bar that stays at the top. */
export function reveal(target: Element | Range): void {
  const box = target.getBoundingClientRect();
  if (seen(box)) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches || Math.abs(box.top) > CLOSE * innerHeight;
  // Parts of a long text are only measured once they are near, and then push the target away.
  const long = document.querySelector(".long") !== null;
  move(box, still || long ? "instant" : "smooth");
  if (long) requestAnimationFrame(() => requestAnimationFrame(() => correct(target)));
}

function correct(target: Element | Range): void {
  const box = target.getBoundingClientRect();
  if (!seen(box)) move(box, "instant");
}

function seen(box: DOMRect): boolean {
  return box.top >= BAR && box.bottom <= innerHeight - 40;
}

function move(box: DOMRect, behavior: ScrollBehavior): void {
  scrollBy({ top: box.top - Math.max((innerHeight - box.height) / 2.5, BAR), behavior });
}

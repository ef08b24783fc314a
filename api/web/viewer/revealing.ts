// Bringing things into view without moving what is seen already.

const BAR = 90;

/** Bring into view, below the bar that stays at the top. */
export function reveal(target: Element | Range): void {
  const box = target.getBoundingClientRect();
  const bottom = innerHeight - 40;
  if (box.top >= BAR && box.bottom <= bottom) return;
  const middle = Math.max((innerHeight - box.height) / 2.5, BAR);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrollBy({ top: box.top - middle, behavior: calm || Math.abs(box.top) > 3 * innerHeight ? "instant" : "smooth" });
}

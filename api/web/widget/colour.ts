// The one colour that a page may choose, and letters that can be read on it.

/** Return the relative luminance (WCAG 2.2) of "#rgb" or "#rrggbb", null for anything else. */
export function luminance(colour: string): number | null {
  const digits = /^#(?:[\da-f]{3}|[\da-f]{6})$/i.test(colour) ? colour.slice(1) : "";
  if (!digits) return null;
  const step = digits.length / 3;
  const channels = [0, 1, 2].map((place) => {
    const two = digits.slice(place * step, (place + 1) * step);
    const value = parseInt(two.length === 1 ? two + two : two, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
}

/** Return black or white, whichever contrasts more; one of them always reaches 4.5 to 1. */
export function lettersOn(background: number): string {
  return background > 0.179 ? "#000" : "#fff";
}

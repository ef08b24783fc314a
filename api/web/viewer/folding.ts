// Folding as the server does it (corpus/folding.py): no case, no diacritics, one unit for one unit, so that a place in
// the folded text is a place in the text itself.
const GROUPS: Record<string, string> = {
  a: "àáảãạăằắẳẵặâầấẩẫậ",
  e: "èéẻẽẹêềếểễệ",
  i: "ìíỉĩị",
  o: "òóỏõọôồốổỗộơờớởỡợ",
  u: "ùúủũụưừứửữự",
  y: "ỳýỷỹỵ",
  d: "đ",
  " ": "\u00a0",
  "-": "\u2013\u2014\u2011\u2010",
  "'": "\u2019\u2018",
};

const FOLDS = new Map<string, string>();
for (const [base, letters] of Object.entries(GROUPS)) {
  for (const letter of letters) FOLDS.set(letter, base).set(letter.toUpperCase(), base);
}
for (const letter of "ABCDEFGHIJKLMNOPQRSTUVWXYZ") FOLDS.set(letter, letter.toLowerCase());

const FOLDED = new RegExp(`[${[...FOLDS.keys()].map((letter) => (letter === "-" ? "\\-" : letter)).join("")}]`, "g");

export function fold(text: string): string {
  return text.replace(FOLDED, (letter) => FOLDS.get(letter) ?? letter);
}

/** What is looked for when somebody types this: composed, folded, single spaces. */
export function sought(typed: string): string {
  return fold(typed.normalize("NFC").trim().replace(/\s+/g, " "));
}

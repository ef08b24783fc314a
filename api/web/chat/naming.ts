// How a document and a place in it are named, and where it may be read: the same words as on the server's own pages.
import type { Citation, DocumentName } from "./contract";

function day(written: string): string {
  const [year, month, date] = written.split("-").map(Number);
  return `${date}/${month}/${year}`;
}

/** Name a document in one line: type, number, day, issuer; what is blank in it is said to be. */
export function documentLine(named: DocumentName): string {
  const blanks = [named.number ? "" : "không ghi số", named.issued_on ? "" : "không ghi ngày"].filter(Boolean);
  let line = named.type ?? "Văn bản";
  if (named.number) line += ` số ${named.number}`;
  if (named.issued_on) line += ` ngày ${day(named.issued_on)}`;
  if (named.issuer) line += ` của ${named.issuer}`;
  return blanks.length ? `${line} (${blanks.join(", ")})` : line;
}

/** Name a cited place in one line: the document and the section. */
export function citationLine({ document: named, section }: Citation): string {
  return section.label ? `${documentLine(named)}, ${section.label}` : documentLine(named);
}

/** Return a citation as it is put into a report. */
export function citationText(citation: Citation): string {
  return `“${citation.quote}” (${citationLine(citation)})`;
}

const PAGE = /^\/documents\/[^/?#\\]+$/;

/**
 * Return where a quote is read, marked on the page: an address of the server's own documents.
 * null for any other address: a citation must never lead away.
 */
export function quoteAddress(citation: Citation, base: URL): string | null {
  const [path = "", anchor] = citation.url.split("#");
  if (!PAGE.test(path)) return null;
  const address = new URL(path.slice(1), base);
  if (address.origin !== base.origin || !address.pathname.includes("/documents/")) return null;
  address.search = new URLSearchParams({ start: String(citation.start), end: String(citation.end) }).toString();
  address.hash = anchor || "trich-dan";
  return address.href;
}

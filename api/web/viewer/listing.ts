// The list of documents: searched and filtered while typing, without leaving the page. The server draws the list.
const PAUSE_MS = 250;

export function listing(form: HTMLFormElement): void {
  let waiting = 0;
  let running: XMLHttpRequest | null = null;

  function address(): string {
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && value.trim()) asked.set(name, value.trim());
    }
    const query = asked.toString();
    return query ? `/documents?${query}` : "/documents";
  }

  function refresh(): void {
    const to = address();
    running?.abort();
    const asked = (running = new XMLHttpRequest());
    document.querySelector(".results")?.setAttribute("aria-busy", "true");
    asked.open("GET", to);
    asked.responseType = "document"; // this server's own page, loaded as a page without running anything
    asked.addEventListener("load", () => {
      if (asked.status !== 200 || !take(asked.responseXML)) location.assign(to);
      else history.replaceState(null, "", to);
    });
    asked.addEventListener("error", () => location.assign(to));
    asked.send();
  }

  /** Take the list and the counts of the filters over from a page that the server drew. */
  function take(drawn: Document | null): boolean {
    const fresh = drawn?.querySelector(".results");
    const old = document.querySelector(".results");
    if (!drawn || !fresh || !old) return false;
    const count = old.querySelector(".count");
    const told = fresh.querySelector(".count");
    if (count && told) {
      count.replaceChildren(...told.childNodes); // the live region stays, so that its new words are read out
      told.replaceWith(count);
    }
    old.replaceChildren(...fresh.childNodes);
    old.removeAttribute("aria-busy");
    for (const choice of form.querySelectorAll("select")) {
      const chosen = choice.value;
      const renewed = drawn.getElementById(choice.id);
      if (renewed) choice.replaceChildren(...renewed.childNodes);
      choice.value = chosen; // the server keeps what is chosen among the choices, even where nothing meets it
    }
    return true;
  }

  form.addEventListener("input", (event) => {
    if ((event as InputEvent).isComposing) return;
    clearTimeout(waiting);
    waiting = window.setTimeout(refresh, event.target instanceof HTMLSelectElement ? 0 : PAUSE_MS);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    refresh();
  });
  form.classList.add("live");
}

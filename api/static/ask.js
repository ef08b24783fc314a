// Asks without leaving the page. Everything that comes from outside becomes a text node; nothing becomes HTML.
"use strict";

const HISTORY_LIMIT = 20;
const form = document.getElementById("ask");
const field = document.getElementById("question");
const button = form.querySelector("button");
const conversation = document.getElementById("conversation");
const history = [];
let conversationId = null;
let turns = 0;

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== null));
  return made;
}

function link(href, text) {
  const made = element("a", "", text);
  // Only addresses of this server: a quote must never lead away.
  made.href = href.startsWith("/documents/") || href.startsWith("#") ? href : "#";
  return made;
}

function vietnameseDay(day) {
  const [year, month, date] = day.split("-").map(Number);
  return `${date}/${month}/${year}`;
}

function naming({ document: source, section }) {
  const blanks = [];
  let name = source.type || "Văn bản";
  if (source.number) name += ` số ${source.number}`;
  else blanks.push("không ghi số");
  if (source.issued_on) name += ` ngày ${vietnameseDay(source.issued_on)}`;
  else blanks.push("không ghi ngày");
  if (source.issuer) name += ` của ${source.issuer}`;
  if (blanks.length) name += ` (${blanks.join(", ")})`;
  return section.label ? `${name}, ${section.label}` : name;
}

function quoteUrl({ url, start, end }) {
  const [path, anchor] = url.split("#");
  return `${path}?start=${start}&end=${end}#${anchor || "trich-dan"}`;
}

function copyButton(citation) {
  if (!navigator.clipboard) return null;
  const made = element("button", "option", "Chép trích dẫn");
  made.type = "button";
  made.addEventListener("click", async () => {
    await navigator.clipboard.writeText(`“${citation.quote}” (${naming(citation)})`);
    made.textContent = "Đã chép";
  });
  return made;
}

function citationItem(citation, id) {
  const source = element("p", "source", naming(citation));
  if (id) source.prepend(element("span", "marker", `[${citation.marker}]`), " ");
  const actions = element("p", "actions", link(quoteUrl(citation), "Đọc trong văn bản"), copyButton(citation));
  const made = element("li", "citation", source, element("blockquote", "", citation.quote), actions);
  if (id) made.id = id;
  return made;
}

function said(answer, turn) {
  const made = element("p", "said");
  const markers = new Set(answer.citations.map((citation) => citation.marker));
  for (const piece of answer.answer.split(/(\[\d{1,3}\])/)) {
    const number = /^\[\d+\]$/.test(piece) ? Number(piece.slice(1, -1)) : 0;
    if (!markers.has(number)) made.append(piece);
    else {
      const marker = link(`#trich-${turn}-${number}`, piece);
      marker.className = "marker";
      made.append(marker);
    }
  }
  return made;
}

function optionList(options) {
  const list = element("ul", "options");
  for (const option of options) {
    const choice = element("button", "option", option.label);
    choice.type = "button";
    choice.addEventListener("click", () => ask(option.question));
    list.append(element("li", "", choice));
  }
  return list;
}

function verdict(answer) {
  const made = element("div", "verdict", "Câu trả lời này:");
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", "Đánh giá câu trả lời này");
  for (const [value, label] of [["up", "Hữu ích"], ["down", "Chưa đúng"]]) {
    const choice = element("button", "", label);
    choice.type = "button";
    choice.addEventListener("click", async () => {
      const sent = await post("/api/v1/feedback", { answer_id: answer.id, verdict: value }).catch(() => null);
      made.replaceChildren(sent && sent.ok ? "Đã ghi nhận, cảm ơn bạn." : "Chưa ghi nhận được, vui lòng thử lại sau.");
    });
    made.append(choice);
  }
  return made;
}

function render(answer, box) {
  const turn = (turns += 1);
  box.className = `answer ${answer.status}`;
  box.replaceChildren(said(answer, turn), ...answer.notices.map((notice) => element("p", "notice", notice)));
  if (answer.options.length) box.append(optionList(answer.options));
  if (answer.citations.length) {
    const items = answer.citations.map((citation) => citationItem(citation, `trich-${turn}-${citation.marker}`));
    box.append(element("h3", "", "Căn cứ"), element("ol", "citations", ...items));
  }
  if (answer.related.length) {
    const title = `Các mục gần nhất trong kho (${answer.related.length}) – không phải câu trả lời`;
    const items = answer.related.map((citation) => citationItem(citation, ""));
    box.append(element("details", "related", element("summary", "", title), element("ol", "citations", ...items)));
  }
  box.append(verdict(answer));
}

function post(path, body) {
  return fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

async function reply(question) {
  const body = { question, history: history.slice(-HISTORY_LIMIT) };
  if (conversationId) body.conversation_id = conversationId;
  const response = await post("/api/v1/ask", body);
  const content = await response.json();
  if (!response.ok) throw new Error(content.detail);
  return content;
}

async function ask(question) {
  if (button.disabled) return;
  button.disabled = true;
  const box = element("div", "answer", element("p", "hint", "Đang tìm trong kho văn bản…"));
  const turn = element("article", "turn", element("h2", "asked", question), box);
  conversation.append(turn);
  turn.scrollIntoView({ block: "start" });
  try {
    const answer = await reply(question);
    conversationId = answer.conversation_id;
    history.push({ role: "user", content: question }, { role: "assistant", content: answer.answer });
    render(answer, box);
    field.value = "";
  } catch (error) {
    const offline = error instanceof TypeError || error instanceof SyntaxError;
    const detail = offline ? "Không kết nối được với máy chủ. Vui lòng thử lại." : error.message;
    const complaint = element("p", "complaint", detail);
    complaint.setAttribute("role", "alert");
    box.replaceChildren(complaint);
  } finally {
    button.disabled = false;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = field.value.trim();
  if (question) ask(question);
});

field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

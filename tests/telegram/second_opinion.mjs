// Another Bot API on loopback, npm's telegram-test-api, with mends without which no library reads its answers: it says
// of no bot that it is one, returns messages as the bot wrote them (times in milliseconds, JSON within strings), null
// where the real one answers something, and presses of buttons without the chat's name.
import { createRequire } from "node:module";

const TelegramServer = createRequire(import.meta.url)("telegram-test-api");
const port = Number(process.argv[2]);
const server = new TelegramServer({ port, host: "127.0.0.1" });
const { response } = server.webServer;
const json = response.json;
response.json = function (said) {
  const [, , method] = this.req.path.split("/");
  if (method === "getMe") said.result.is_bot = true;
  if (method === "sendMessage") said.result = message(this.req.body, said.result.message_id);
  if (method === "editMessageText") said.result = message(this.req.body, Number(this.req.body.message_id));
  if (method === "answerCallbackQuery" || method === "deleteMessage") said.result = said.ok;
  if (method === "getUpdates") said.result.forEach((update) => update.callback_query && (update.callback_query.chat_instance = "1"));
  return json.call(this, said);
};
const message = (sent, number) => ({
  message_id: number,
  date: Math.floor(Date.now() / 1000),
  chat: { id: Number(sent.chat_id), type: "private", first_name: "Bot" },
  text: sent.text,
});
await server.start();
console.log("up");

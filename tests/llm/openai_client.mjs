// Asks a server as a JavaScript program would, and prints what it read as JSON: node openai_client.mjs URL QUESTION
import { createRequire } from "node:module";

const { OpenAI } = createRequire(new URL("../../api/web/package.json", import.meta.url))("openai");
const [baseURL, content] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: "sk-bat-ky", maxRetries: 0 });
const asked = { model: "danvan", messages: [{ role: "user", content }] };

const whole = await client.chat.completions.create(asked);
let streamed = "";
let last;
for await (const chunk of await client.chat.completions.create({ ...asked, stream: true })) {
  streamed += chunk.choices[0].delta.content ?? "";
  last = chunk;
}
const models = (await client.models.list()).data.map((model) => model.id);
const error = await client.chat.completions.create({ ...asked, model: "gpt-9" }).catch((e) => [e.status, e.code]);

console.log(JSON.stringify({
  whole: whole.choices[0].message.content,
  streamed,
  annotations: whole.choices[0].message.annotations,
  streamedAnnotations: last.choices[0].delta.annotations,
  citations: whole.citations.map((citation) => citation.marker),
  streamedCitations: last.citations.map((citation) => citation.marker),
  models,
  error,
}));

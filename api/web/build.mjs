// Bundles what the browser runs into ../static/web/ (or the folder that is named): `node build.mjs [FOLDER]`.
// The same sources give the same bytes: the built files are committed, and a test builds them anew and compares.
import { readFile, readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = ["es2022", "chrome111", "firefox115", "safari16.4"];

// A component carries its style sheet as text, for a constructable style sheet: no <style>, no second request.
const styleAsText = {
  name: "style-as-text",
  setup(bundler) {
    bundler.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

/** One bundle for each folder that has an `entry.ts`, named after the folder. */
async function entryPoints() {
  const folders = (await readdir(here, { withFileTypes: true })).filter((found) => found.isDirectory());
  const found = [];
  for (const { name } of folders.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if ((await readdir(join(here, name))).includes("entry.ts"))
      found.push({ in: join(here, name, "entry.ts"), out: name });
  }
  return found;
}

await build({
  absWorkingDir: here,
  entryPoints: await entryPoints(),
  outdir: resolve(process.argv[2] ?? join(here, "..", "static", "web")),
  bundle: true,
  minify: true,
  format: "iife",
  target,
  charset: "utf8",
  legalComments: "none",
  plugins: [styleAsText],
  logLevel: "warning",
});

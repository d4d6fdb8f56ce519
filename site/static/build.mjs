// Builds what the browser loads: one style sheet and one script for the site, one of each for the
// studio in the admin, the fonts and the icon.
//
//   in:  site/static/src/            out: site/static/build/face/   (never committed)
//
// File names carry no hash here: Django's manifest storage adds it at collectstatic.

import { appendFile, cp, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { readFile } from "node:fs/promises";

import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const source = join(here, "src");
const face = join(here, "build", "face");
const packages = join(root, "node_modules");
const bundled = new Set();
const target = ["chrome88", "firefox85", "safari14.1"]; // a station PC is not a new one

const fonts = [
  ["@fontsource-variable/atkinson-hyperlegible-next", "atkinson-hyperlegible-next-latin-wght-normal"],
  ["@fontsource-variable/atkinson-hyperlegible-next", "atkinson-hyperlegible-next-latin-ext-wght-normal"],
  ["@fontsource/literata", "literata-latin-600-normal"],
  ["@fontsource/literata", "literata-latin-ext-600-normal"],
];

/** Physical sides become logical ones, so that the library's components follow the
 *  direction of the page as ours do (govuk-frontend writes left and right). */
function logical(css) {
  const edges = { left: "inline-start", right: "inline-end" };
  return css
    .replace(/([{;]\s*)(margin|padding)-(left|right)(\s*:)/g, (_, a, p, e, z) => `${a}${p}-${edges[e]}${z}`)
    .replace(
      /([{;]\s*)border-(left|right)((?:-(?:width|style|color))?\s*:)/g,
      (_, a, e, z) => `${a}border-${edges[e]}${z}`,
    )
    .replace(/([{;]\s*)(left|right)(\s*:)/g, (_, a, e, z) => `${a}inset-${edges[e]}${z}`)
    .replace(/([{;]\s*text-align\s*:\s*)left\b/g, "$1start")
    .replace(/([{;]\s*text-align\s*:\s*)right\b/g, "$1end")
    .replace(/([{;]\s*(?:float|clear)\s*:\s*)(left|right)\b/g, (_, a, e) => `${a}${edges[e]}`);
}

async function styles(name) {
  const compiled = sass.compile(join(source, `${name}.scss`), {
    loadPaths: [packages],
    quietDeps: true,
    style: "expanded",
  });
  const small = await esbuild.transform(logical(compiled.css), { loader: "css", minify: true, target });
  await writeFile(join(face, `${name}.css`), small.code);
}

async function script(name) {
  const { metafile } = await esbuild.build({
    metafile: true,
    entryPoints: [join(source, `${name}.js`)],
    outfile: join(face, `${name}.js`),
    bundle: true,
    format: "iife",
    minify: true,
    target,
    logLevel: "warning",
  });
  for (const path of Object.keys(metafile.inputs)) bundled.add(path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
}

/** The licences of what is bundled travel with it. */
async function licences() {
  const folder = join(face, "licences");
  await mkdir(folder, { recursive: true });
  for (const name of [...bundled].filter(Boolean)) {
    const files = await readdir(join(packages, name));
    const licence = files.find((file) => /^licen[cs]e/i.test(file));
    if (licence) await cp(join(packages, name, licence), join(folder, `${name.replace("/", "-")}.txt`));
  }
}

async function type() {
  const folder = join(face, "fonts");
  await mkdir(folder, { recursive: true });
  for (const [name, file] of fonts) {
    await cp(join(packages, name, "files", `${file}.woff2`), join(folder, `${file}.woff2`));
  }
  for (const name of new Set(fonts.map(([name]) => name))) {
    const licence = `${name.split("/")[1]}-OFL.txt`; // the licence travels with the fonts
    await cp(join(packages, name, "LICENSE"), join(folder, licence));
  }
}

/** H5P's core and its look; the faces that it draws its symbols with travel along. */
async function h5p() {
  const from = join(packages, "h5p-standalone");
  const folder = join(face, "h5p");
  await mkdir(folder, { recursive: true });
  await cp(join(from, "dist", "frame.bundle.js"), join(folder, "frame.bundle.js"));
  for (const name of ["styles", "fonts", "images"]) {
    await cp(join(from, "dist", name), join(folder, name), { recursive: true });
  }
  const ours = await readFile(join(source, "h5p-page.css"), "utf8");
  await appendFile(join(folder, "styles", "h5p.css"), `\n${ours}`);
  await cp(join(from, "LICENSE"), join(folder, "LICENSE"));
}

async function report() {
  for (const name of (await readdir(face, { recursive: true })).sort()) {
    const path = join(face, name);
    if ((await stat(path)).isDirectory()) continue;
    const bytes = await readFile(path);
    const sent = /\.(css|js|svg)$/.test(name) ? gzipSync(bytes).length : bytes.length;
    console.log(`${String(sent).padStart(7)} bytes sent  face/${name}`);
  }
}

await rm(face, { recursive: true, force: true });
await mkdir(face, { recursive: true });
await Promise.all([
  ...["waymark", "studio"].flatMap((name) => [styles(name), script(name)]),
  script("studio-editor"),
  styles("achievements"),
  script("achievements"),
  styles("activity-library"),
  script("activity-library"),
  ...["offline", "offline-proofs", "offline-worker"].map(script),
  ...["activities", "h5p-start", "h5p-player"].map(script),
  type(),
  h5p(),
  cp(join(source, "icons"), face, { recursive: true }),
]);
await licences();
await report();

// Starts the app: can this engine run it, fetch it with its hash checked, hand it over.
// The manifest is put in by `cargo xtask bundle`. No text lives here; index.html holds both languages.
const manifest = __MANIFEST__;

const byId = (id) => document.getElementById(id);
const show = (id) => { const part = byId(id); if (part) part.hidden = false; };

// What the person chose is known before the app is, so that nothing flashes. Written by
// src/platform/look.rs: theme|care|scale|language.
function applyLook() {
  const root = document.documentElement;
  let look = [];
  try { look = (localStorage.getItem('anjian.look') || '').split('|'); } catch { /* forbidden here */ }
  const [theme, care, scale, language] = look;
  if (theme === 'dark' || theme === 'light') {
    root.setAttribute('data-weui-theme', theme);
    document.body.setAttribute('data-weui-theme', theme);
  }
  if (care === 'care') root.setAttribute('data-care', '');
  if (Number(scale) > 100) root.style.setProperty('--text-scale', String(Number(scale) / 100));
  if (Number(scale) >= 140) root.setAttribute('data-large', '');
  if (language) root.lang = language;
}

// A module of the features that the app is compiled with: a table of externref, memory.fill,
// saturating conversion, sign extension. Chrome 96, Safari 15, WeChat since 2022.
const PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 4, 4, 1, 111, 0, 0, 5, 3, 1, 0, 0,
  10, 22, 1, 20, 0, 65, 0, 65, 0, 65, 0, 252, 11, 0, 67, 0, 0, 0, 0, 252, 0, 192, 26, 11,
]);

function canRun() {
  try { return WebAssembly.validate(PROBE); } catch { return false; }
}

async function start() {
  const slow = setTimeout(show, 6000, 'splash-slow');
  const { wasm, js } = manifest;
  // The hash protects the wasm here; the script is protected by its modulepreload tag.
  const answer = fetch(wasm.url, { integrity: wasm.integrity, credentials: 'same-origin' });
  const [app, module] = await Promise.all([import(js.url), answer]);
  await app.default({ module_or_path: module });
  clearTimeout(slow);
}

// A damaged file may sit in the browser's cache under a name that never expires: past the cache.
async function retry() {
  const urls = [manifest.wasm.url, manifest.js.url];
  await Promise.allSettled(urls.map((url) => fetch(url, { cache: 'reload' })));
  location.reload();
}

function fail(error) {
  console.error(error);
  // The engine said yes to the probe and no to the app: nothing to retry. `CompileError` is also
  // what a content policy without 'wasm-unsafe-eval' gives in engines that do not know the word.
  if (typeof WebAssembly === 'object' && error instanceof WebAssembly.CompileError) {
    location.replace('/plain.html');
    return;
  }
  byId('splash')?.removeAttribute('aria-busy');
  byId('splash-slow')?.setAttribute('hidden', '');
  show('splash-failed');
  byId('splash-retry')?.addEventListener('click', retry);
}

// The page's only policy of Trusted Types (the server allows the name `default` and no other).
// Leptos sets the static parts of its views as HTML; they are plain markup and pass. Anything that
// could run, load or style is refused by grammar, whoever sends it.
const MARKUP = /^(?:[^<>]+|<\/[a-z][a-z0-9]*>|<[a-z][a-z0-9]*(?: [a-zA-Z][a-zA-Z-]*(?:="[^"<>]*")?)* ?\/?>)*$/;
const ACTIVE =
  /<(?:script|style|link|meta|base|iframe|frame|object|embed|form|template|animate|set|use|foreignobject)\b|<[^>]* (?:on[a-z]+|srcdoc|src|action|formaction)[ =/>]/i;
const OUTSIDE = / href="(?!\/(?!\/)|#|tel:)/i;
const WORKER = '/sw.js';
// Workers of the app by name; src/platform/worker.rs starts them after it has checked their hash.
const WORKERS = Object.freeze(manifest.workers);
const SCRIPTS = [WORKER, ...Object.values(WORKERS).map(({ url }) => url)];

// src/platform/pdf.rs calls it when a PDF is first opened; nothing of it is fetched before.
window.anjianPdf = () => import(manifest.pdf);

function setPolicy() {
  if (!window.trustedTypes) return;
  trustedTypes.createPolicy('default', {
    createHTML: (html) => {
      const names = html.replace(/="[^"]*"/g, '=');
      const passes = MARKUP.test(html) && !ACTIVE.test(names) && !OUTSIDE.test(html);
      return passes ? html : null;
    },
    createScriptURL: (url) => (SCRIPTS.includes(url) ? url : null),
  });
}

function keepShell() {
  // Private windows refuse; the app works without.
  navigator.serviceWorker
    ?.register(WORKER)
    .catch((error) => console.info('no service worker:', error.name));
}

window.anjianWorkers = WORKERS;
applyLook();
if (canRun()) {
  setPolicy();
  start().then(keepShell, fail);
} else {
  location.replace('/plain.html');
}

// Keeps the app's own files so that it opens without a network. It never touches /api.
// The manifest (version, and every file with its SHA-256) is put in by `cargo xtask bundle`.
const MANIFEST = __MANIFEST__;
const PREFIX = 'shell-';
const SHELL = PREFIX + MANIFEST.version;
const HASHES = new Map(MANIFEST.files.map((file) => [file.url, file.sha256]));

async function sha256(response) {
  const bytes = await response.clone().arrayBuffer();
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// A captive portal answers 200 with its own page for anything: only the hash tells. What it left
// in the browser's own cache under a name that never expires is asked for once more.
async function genuine(url, hash) {
  const earlier = await caches.match(url, { ignoreVary: true });
  if (earlier && (await sha256(earlier)) === hash) return earlier;
  const named = /-[0-9a-f]{16}\./.test(url);
  for (const cache of named ? ['default', 'reload'] : ['no-cache']) {
    const response = await fetch(url, { cache, credentials: 'same-origin', redirect: 'error' });
    if (response.ok && (await sha256(response)) === hash) return response;
  }
  throw new Error(`not ours: ${url}`);
}

// All files or none: an incomplete shell is removed and the browser tries again later.
async function install() {
  if (await isRevoked()) throw new Error('revoked');
  try {
    const cache = await caches.open(SHELL);
    await Promise.all(
      Array.from(HASHES, async ([url, hash]) => cache.put(url, await genuine(url, hash))),
    );
  } catch (error) {
    await caches.delete(SHELL);
    throw error;
  }
}

// Tabs that still run the version before need its files until they reload, so the newest of the
// older shells stays; `keys` gives them in the order of their making.
async function tidy() {
  const older = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== SHELL);
  older.pop();
  await Promise.all(older.map((name) => caches.delete(name)));
  await self.clients.claim();
}

// The way out if a shell should ever be broken: the server answers 410 for the list of files.
async function isRevoked() {
  const list = await fetch('/assets.json', { method: 'HEAD', cache: 'no-store' }).catch(() => null);
  return list?.status === 410;
}

async function leaveIfRevoked() {
  if (!(await isRevoked())) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  await Promise.all(names.map((name) => caches.delete(name)));
  await self.registration.unregister();
}

async function page() {
  return (await caches.match('/', { cacheName: SHELL, ignoreVary: true })) ?? fetch('/');
}

async function file(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(tidy()));
self.addEventListener('message', (event) => {
  // Sent by the app after the person agreed to the newer version.
  if (event.data === 'activate') self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const ours = url.origin === self.location.origin && request.method === 'GET';
  if (!ours || url.pathname === '/api' || url.pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate') {
    event.waitUntil(leaveIfRevoked());
    // A path with an ending is a file (plain.html, a licence), any other is a page of the app.
    const isPage = !/\.[a-z0-9]+$/i.test(url.pathname);
    event.respondWith(isPage ? page() : file(request));
  } else if (HASHES.has(url.pathname) || /-[0-9a-f]{16}\./.test(url.pathname)) {
    event.respondWith(file(request));
  }
});

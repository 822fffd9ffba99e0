// Hashes files away from the page. Asked with { id, part: Blob } it answers with the part's
// SHA-256; with { id, whole: Blob } it tells how far it is and answers with SHA-256 and SM3.
// A part never waits for a whole file: between two steps of one, the other has its turn.
// `cargo xtask bundle` puts the wasm's name and integrity in and the script of wasm-bindgen before.
const module = __HASHER__;
const STEP = 1 << 20;

const ready = fetch(module.url, { integrity: module.integrity, credentials: 'same-origin' }).then(
  (answer) => wasm_bindgen({ module_or_path: answer }),
);

const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());

async function part(blob) {
  return wasm_bindgen.part(await bytesOf(blob));
}

async function whole(id, blob) {
  const hash = new wasm_bindgen.Whole();
  for (let at = 0; at < blob.size; at += STEP) {
    hash.update(await bytesOf(blob.slice(at, at + STEP)));
    postMessage({ id, done: Math.min(at + STEP, blob.size) });
  }
  return hash.finish();
}

addEventListener('message', async ({ data }) => {
  const { id } = data;
  try {
    await ready;
    postMessage({ id, digest: await (data.part ? part(data.part) : whole(id, data.whole)) });
  } catch (error) {
    // NotReadableError, NotFoundError: the file is not what it was when it was picked.
    postMessage({ id, failed: error?.name ?? 'Error' });
  }
});

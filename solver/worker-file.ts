/**
 * The file of a worker thread that lies in this room: `.ts` while Node runs the source, `.js` in the packed
 * package (Node strips no types inside node_modules). Known by the extension of this very file.
 */
export function workerFile(name: string): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./${name}.${extension}`, import.meta.url);
}

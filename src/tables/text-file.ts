import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Larger files are refused before a byte of them is read. */
export const MAXIMUM_FILE_BYTES = 64 * 1024 * 1024;

const MEGABYTE = 1024 * 1024;

/** Why a file cannot be had, in words. */
export interface FileFault {
  readonly found: string;
  readonly expected: string;
  readonly hint?: string;
}

export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'fault'; readonly fault: FileFault };

/** The text of a file of at most 64 MB, `.gz` unpacked, byte-order mark dropped. Never throws for what is on the disk. */
export function readTextFile(path: string): FileText {
  try {
    const status = statSync(path);
    if (!status.isFile()) return failed('no regular file', 'a file');
    if (status.size > MAXIMUM_FILE_BYTES) {
      return tooLarge(`a file of ${Math.ceil(status.size / MEGABYTE)} MB`);
    }
    const bytes = readFileSync(path);
    return decode(path.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: MAXIMUM_FILE_BYTES }) : bytes);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT' || code === 'ENOTDIR') return failed('no such file', 'a file that is there');
    if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge('a file that is larger when unpacked');
    if (code.startsWith('Z_')) return failed('a damaged .gz file', 'a file that gunzip unpacks');
    return failed(`a file that cannot be read (${code})`, 'a readable file');
  }
}

const failed = (found: string, expected: string, hint?: string): FileText => ({
  kind: 'fault',
  fault: { found, expected, ...(hint === undefined ? {} : { hint }) },
});

const tooLarge = (found: string): FileText =>
  failed(found, `at most ${MAXIMUM_FILE_BYTES / MEGABYTE} MB`, 'leave out columns and times that are not needed');

const otherEncoding = (found: string): FileText => failed(found, 'text in UTF-8', 'save it again as CSV in UTF-8');

function decode(bytes: Uint8Array): FileText {
  if (bytes.length === 0) return failed('an empty file', 'a file with content');
  if (isUtf16(bytes)) return otherEncoding('text in UTF-16');
  if (bytes.includes(0)) return failed('a binary file', 'text in UTF-8');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.trim() === '' ? failed('an empty file', 'a file with content') : { kind: 'text', text };
  } catch {
    return otherEncoding('a file that is no UTF-8 text');
  }
}

/** By its byte-order mark, which is no UTF-8. */
const isUtf16 = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
